package catalog

import (
	"slices"
	"strings"
	"testing"
)

// TestViewsStandBehindWhatTheyRead: the views can be made one after the other, and none
// reads itself.
func TestViewsStandBehindWhatTheyRead(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for i, v := range c.Views {
		if _, twice := place[v.Name]; twice {
			t.Errorf("%s is there twice", v.Name)
		}
		place[v.Name] = i
	}
	read := 0
	for i, v := range c.Views {
		for _, name := range word.FindAllString(v.Body, -1) {
			if at, ok := place[name]; ok && name != v.Name {
				if read++; at > i {
					t.Errorf("%s reads %s, which is made after it", v.Name, name)
				}
			}
		}
	}
	if len(c.Views) < 80 || read < 100 {
		t.Errorf("%d views read others %d times", len(c.Views), read)
	}
}

// TestInOrder puts views behind their sources, and tells of those that read each other.
func TestInOrder(t *testing.T) {
	sorted, err := inOrder([]View{{Name: "c", Body: "SELECT * FROM b JOIN a"}, {Name: "b", Body: "SELECT b FROM a"}, {Name: "a", Body: "SELECT 1"}})
	if err != nil || !slices.EqualFunc(sorted, []string{"a", "b", "c"}, func(v View, name string) bool { return v.Name == name }) {
		t.Errorf("%v, %v", sorted, err)
	}
	_, err = inOrder([]View{{Name: "a", Body: "SELECT 1"}, {Name: "b", Body: "SELECT * FROM c"}, {Name: "c", Body: "SELECT * FROM d"}, {Name: "d", Body: "SELECT * FROM b"}})
	if err == nil || !strings.Contains(err.Error(), "reads itself") {
		t.Errorf("a circle gives %v", err)
	}
}
