package mask

import (
	"strings"
	"sync"
	"testing"
)

func TestVocabularyCanBeExtended(t *testing.T) {
	const line = `{"shouhuoMingzi":"张三"}`
	if _, hits := scan(line); len(hits) > 0 {
		t.Fatalf("%s has hits without the extra key", line)
	}
	v, err := NewVocabulary(map[string][]string{"person-keys": {"shouhuomingzi"}})
	if err != nil {
		t.Fatal(err)
	}
	masked := []byte(line)
	NewScanner(v).Line(masked, nil)
	if got := string(masked); got != `{"shouhuoMingzi":"张＊"}` {
		t.Errorf("got %s", got)
	}
	if _, err := NewVocabulary(map[string][]string{"surname": {"张"}}); err == nil || !strings.Contains(err.Error(), "surnames") {
		t.Errorf("an unknown list gave %v, want an error that names the lists", err)
	}
}

func TestScannersShareNothing(t *testing.T) {
	lines := append(hitRichLines(), hanLines()...)
	want := make([]string, len(lines))
	for i, line := range lines {
		want[i], _ = scan(string(line))
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			scanner := NewScanner(DefaultVocabulary())
			for i, line := range lines {
				masked := []byte(string(line))
				scanner.Line(masked, func(Hit) {})
				if string(masked) != want[i] {
					t.Errorf("%s gave %s, want %s", line, masked, want[i])
					return
				}
			}
		})
	}
	wait.Wait()
}
