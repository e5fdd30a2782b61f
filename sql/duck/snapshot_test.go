package duck

import "testing"

// TestOneSnapshot wants a snapshot beside another to be refused.
func TestOneSnapshot(t *testing.T) {
	db := &DB{}
	db.copying.Lock()
	if _, err := db.SnapshotFile(t.Context()); err == nil || err.Error() != "another snapshot is being made: try again when it is done" {
		t.Errorf("got %v", err)
	}
}
