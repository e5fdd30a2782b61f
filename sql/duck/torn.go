package duck

import (
	"encoding/binary"
	"os"
	"regexp"
	"strconv"
)

// badBlock is how the engine tells of a block whose checksum is that of something else.
var badBlock = regexp.MustCompile(`computed checksum (\d+) does not match stored checksum (\d+) in block at location (\d+)`)

// mendTorn puts a block right that a process left half written which was killed at a
// checkpoint, when told is the engine's error about one. The engine writes blocks of its
// catalogue anew in their place: their first bytes, with the checksum, are new then, and
// their last ones old. What the file and its log need is the same in both, because
// nothing refers to what a checkpoint adds before it ends; only the checksum fits neither.
// So it is done only beside a log, which a checkpoint removes at its end. It reports
// whether there was such a block; undo makes it what it was.
func mendTorn(path string, told error) (undo func(), mended bool) {
	if told == nil || logBytes(path) == 0 {
		return nil, false
	}
	said := badBlock.FindStringSubmatch(told.Error())
	if said == nil {
		return nil, false
	}
	is, err1 := strconv.ParseUint(said[1], 10, 64)
	was, err2 := strconv.ParseUint(said[2], 10, 64)
	at, err3 := strconv.ParseInt(said[3], 10, 64)
	if err1 != nil || err2 != nil || err3 != nil || !replaceSum(path, at, was, is) {
		return nil, false
	}
	return func() { replaceSum(path, at, is, was) }, true
}

// replaceSum writes a block's checksum in the place of another one, which must be there.
func replaceSum(path string, at int64, old, sum uint64) bool {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer file.Close()
	var bytes [8]byte
	if _, err := file.ReadAt(bytes[:], at); err != nil || binary.LittleEndian.Uint64(bytes[:]) != old {
		return false
	}
	binary.LittleEndian.PutUint64(bytes[:], sum)
	if _, err := file.WriteAt(bytes[:], at); err != nil {
		return false
	}
	return file.Sync() == nil
}
