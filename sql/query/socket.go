package query

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// ErrNoServer says that no process answers questions on the database.
var ErrNoServer = errors.New("no process answers questions on the database")

// SocketPath is where the process that holds the database answers questions: a
// unix socket beside the file, also when the database is named through a link.
func SocketPath(database string) string {
	if real, err := filepath.EvalSymlinks(database); err == nil {
		database = real
	}
	return database + ".sock"
}

// maxAddress is how many bytes the address of a unix socket may have (unix(7), less
// the byte that ends it).
const maxAddress = 107

// address is a path to the same socket that is short enough; free must be called
// when the socket was reached, or a listener on it is closed.
func address(path string) (short string, free func(), err error) {
	if len(path) <= maxAddress {
		return path, func() {}, nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	short = fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), filepath.Base(path))
	if _, err := os.Stat(filepath.Dir(short)); err != nil || len(short) > maxAddress {
		folder.Close()
		return "", nil, fmt.Errorf("the path of the socket %s is longer than the %d bytes that the system allows: move the database to a folder with a shorter path, or give it a shorter name",
			path, maxAddress)
	}
	return short, func() { folder.Close() }, nil
}

// connect reaches the socket at path.
func connect(ctx context.Context, path string) (net.Conn, error) {
	short, free, err := address(path)
	if err != nil {
		return nil, err
	}
	defer free()
	var d net.Dialer
	return d.DialContext(ctx, "unix", short)
}

// Answers reports whether any process, of whatever user, listens where the one that
// holds the database does.
func Answers(ctx context.Context, database string) bool {
	conn, err := connect(ctx, SocketPath(database))
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// Holder tells which process of this user answers for the database.
func Holder(ctx context.Context, database string) (pid int, ok bool) {
	client, err := Dial(ctx, database)
	if err != nil {
		return 0, false
	}
	defer client.Close()
	state, err := client.State(ctx)
	return state.PID, err == nil
}

// checkOwner returns an error for a socket that another user made, or for
// something else of that name, and ErrNoServer when there is nothing.
func checkOwner(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoServer
	}
	if err != nil {
		return fmt.Errorf("look at socket: %w", err)
	}
	if info.Mode().Type() != fs.ModeSocket {
		return fmt.Errorf("%s is no socket: remove it, or work on another database with --db", path)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && int(owner.Uid) != os.Getuid() {
		return foreign(path, owner.Uid)
	}
	return nil
}

// foreign is the error of a socket that another user made. While somebody listens there
// it must stay: nobody could ask that process any more.
func foreign(path string, uid uint32) error {
	name := fmt.Sprintf("#%d", uid) // as sudo takes it
	if known, err := user.LookupId(strconv.Itoa(int(uid))); err == nil {
		name = known.Username
	}
	do := fmt.Sprintf("run the same command as that user: sudo -u '%s' opaudit …", name)
	if conn, err := connect(context.Background(), path); err == nil {
		_ = conn.Close()
	} else if errors.Is(err, syscall.ECONNREFUSED) {
		do += "; or remove it, for nobody listens there any more"
	}
	return fmt.Errorf("the socket %s belongs to another user (uid %d): what it answers cannot be trusted; %s", path, uid, do)
}

// bind listens at path, for this user alone. A socket at which nobody listens any
// more is replaced.
func bind(path string) (listener net.Listener, free func(), err error) {
	switch err := checkOwner(path); {
	case errors.Is(err, ErrNoServer):
	case err != nil:
		return nil, nil, err
	default:
		if err := removeStale(path); err != nil {
			return nil, nil, err
		}
	}
	short, free, err := address(path)
	if err != nil {
		return nil, nil, err
	}
	mask := syscall.Umask(0o077)
	listener, err = net.Listen("unix", short)
	syscall.Umask(mask)
	if err == nil {
		err = os.Chmod(short, 0o600) // whoever may write to it may ask
	}
	if err != nil {
		free()
		return nil, nil, fmt.Errorf("listen on %s: %w", path, err)
	}
	return listener, free, nil
}

// removeStale removes a socket that a killed process left. The caller has the
// database open, so no other process can be about to listen.
func removeStale(path string) error {
	conn, err := connect(context.Background(), path)
	if err == nil {
		_ = conn.Close()
		return fmt.Errorf("listen on %s: another process answers there already: stop it, or work on another database with --db", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("look at socket: %w", err)
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("remove old socket: %w", err)
	}
	return nil
}
