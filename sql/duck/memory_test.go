package duck

import (
	"os"
	"path/filepath"
	"testing"
)

// TestControlGroupMemory: the bound of the process's own group counts, as that of a
// systemd unit, and those of all above it.
func TestControlGroupMemory(t *testing.T) {
	root := t.TempDir()
	for group, limit := range map[string]string{"": "", "system.slice": "max\n", "system.slice/opaudit.service": "4294967296\n", "user.slice": "1073741824\n", "user.slice/a": "max\n", "user.slice/a/b": "2147483648\n"} {
		folder := filepath.Join(root, group)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if limit != "" {
			if err := os.WriteFile(filepath.Join(folder, "memory.max"), []byte(limit), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	const none = 1 << 40
	for own, want := range map[string]int64{
		"0::/system.slice/opaudit.service\n":        4096,
		"9:name=systemd:/x\n0::/system.slice/ssh\n": none,
		"0::/user.slice/a/b\n":                      1024,
		"0::/../../user.slice\n":                    1024, // of a namespace below
		"0::/\n":                                    none,
		"4:memory:/user.slice\n":                    none, // of version 1, which has no such file
		"":                                          none,
	} {
		if got := controlGroupMemory(root, own); got != want {
			t.Errorf("%q: %d MiB, want %d", own, got, want)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "memory.max"), []byte("536870912\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(root, "memory", "a", "b") // of version 1
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "memory", "a", "memory.limit_in_bytes"), []byte("268435456\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for own, want := range map[string]int64{"9:pids:/a/b\n4:cpu,memory:/a/b\n": 256, "4:memory:/c\n": 512, "9:pids:/a/b\n": 512} {
		if got := controlGroupMemory(root, own); got != want {
			t.Errorf("%q: %d MiB, want %d", own, got, want)
		}
	}
	if got := controlGroupMemory(root, ""); got != 512 {
		t.Errorf("in a container: %d MiB, want 512", got)
	}
}
