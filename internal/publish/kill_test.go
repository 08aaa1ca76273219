//go:build unix

package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// What the children of these tests are told, in their environment.
const (
	dirEnv     = "VITRINA_PUBLISH_DIR"
	versionEnv = "VITRINA_PUBLISH_VERSION"
	renamesEnv = "VITRINA_PUBLISH_RENAMES"
	stepEnv    = "VITRINA_PUBLISH_STEP"
)

// childOptions are those of modes, in a child.
func childOptions() Options {
	var o Options
	o.seam.renames = os.Getenv(renamesEnv) != ""
	return o
}

func envOf(o Options, dir string) []string {
	env := []string{dirEnv + "=" + dir}
	if o.seam.renames {
		env = append(env, renamesEnv+"=1")
	}
	return env
}

// childAlternate publishes two versions in turn until it is killed, and writes a
// byte to its output before each operation on the disk.
func childAlternate() error {
	o := childOptions()
	o.seam.step = func(op, name string) error {
		_, err := os.Stdout.Write([]byte{'.'})
		return err
	}
	for {
		for _, version := range []string{"uno", "dos"} {
			tree, err := newTreeOf(contents(version))
			if err != nil {
				return err
			}
			if _, err := Write(context.Background(), tree, os.Getenv(dirEnv), o); err != nil {
				return err
			}
		}
	}
}

// childSuicide publishes "dos" and kills itself just before an operation.
func childSuicide() error {
	at, err := strconv.Atoi(os.Getenv(stepEnv))
	if err != nil {
		return err
	}
	o := childOptions()
	o.Workers = 1
	step := 0
	o.seam.step = func(op, name string) error {
		if step++; step == at {
			if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
				return err
			}
			select {} // it may take an instant
		}
		return nil
	}
	tree, err := newTreeOf(contents("dos"))
	if err != nil {
		return err
	}
	_, err = Write(context.Background(), tree, os.Getenv(dirEnv), o)
	return err
}

// A build killed at any moment leaves the old site or the new one, whole; what
// else it leaves, a later build removes.
func TestKilledAtRandomMoments(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		kills := 120
		if o.seam.renames {
			kills = 40
		}
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "tres", Options{})
		seen := map[string]int{}
		boxes, swept := 0, 0
		for i := range kills {
			cmd := child(t, "alternate", envOf(o, dir)...)
			steps, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			// One build has some forty operations.
			if _, err := io.CopyN(io.Discard, steps, 1+rand.Int64N(110)); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			cmd.Wait()
			if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
				t.Fatalf("the child ended by itself: %v", cmd.ProcessState)
			}
			left := len(boxesBeside(t, dir))
			boxes += left

			version, err := readVersion(dir)
			if o.seam.renames && errors.Is(err, fs.ErrNotExist) {
				// Between the two renames. Any Write brings a site back, even one
				// that then fails.
				if _, err := os.Lstat(dir); err == nil {
					t.Fatalf("kill %d: half a site", i)
				}
				tree := treeOf(t, contents("tres"))
				tree.files[0].Make = func(context.Context) ([]byte, error) { return nil, errMake }
				if _, err := Write(t.Context(), tree, dir, o); !errors.Is(err, errMake) {
					t.Fatalf("kill %d: %v", i, err)
				}
				version, err = readVersion(dir)
				swept += left
				left = 0
			}
			if err != nil {
				t.Fatalf("kill %d: %q is not whole: %v", i, version, err)
			}
			seen[version]++
			if i%8 == 7 || i == kills-1 {
				res := publishVersion(t, dir, "tres", o)
				if res.Swept != left {
					t.Errorf("kill %d: swept %d of %d folders", i, res.Swept, left)
				}
				swept += res.Swept
				wantClean(t, dir)
			}
		}
		t.Logf("%d kills left %v and %d folders", kills, seen, boxes)
		if seen["uno"] == 0 || seen["dos"] == 0 || boxes < kills/4 || swept == 0 {
			t.Error("the kills did not come at moments that matter")
		}
	})
}

// The same before every single operation of a build, one after another.
func TestKilledBeforeEachOperation(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		old, fresh, between := 0, 0, 0
		dir := filepath.Join(t.TempDir(), "public")
		publishVersion(t, dir, "uno", Options{})
		for at := 1; ; at++ {
			cmd := child(t, "suicide", append(envOf(o, dir), fmt.Sprintf("%s=%d", stepEnv, at))...)
			if cmd.Run() == nil {
				break // there are fewer operations
			}
			if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
				t.Fatalf("operation %d: %v", at, cmd.ProcessState)
			}
			want := "uno"
			if _, err := os.Lstat(dir); o.seam.renames && errors.Is(err, fs.ErrNotExist) {
				between++
				want = "dos" // by the Write below
			} else if version, err := readVersion(dir); err != nil {
				t.Fatalf("operation %d: %q is not whole: %v", at, version, err)
			} else if version == "dos" {
				fresh++
				want = "dos"
			} else {
				old++
			}
			tree := treeOf(t, contents("tres"))
			tree.files[0].Make = func(context.Context) ([]byte, error) { return nil, errMake }
			if _, err := Write(t.Context(), tree, dir, o); !errors.Is(err, errMake) {
				t.Fatalf("operation %d: %v", at, err)
			}
			wantVersion(t, dir, want)
			wantClean(t, dir)
			if want != "uno" {
				publishVersion(t, dir, "uno", Options{})
			}
		}
		wantBetween := 0
		if o.seam.renames {
			wantBetween = 1
		}
		if old < 25 || fresh != 1 || between != wantBetween {
			t.Errorf("%d times the old site, %d the new one, %d none", old, fresh, between)
		}
	})
}

// A build that moved away something that is not a site, and died before it could
// see that, must not cost anybody that folder.
func TestRecoveryPutsBackWhatIsNotOurs(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	dead := filepath.Join(base, ".public.vitrina-1-0123456789abcdef")
	publishVersion(t, filepath.Join(dead, "new"), "uno", Options{})
	writeTestFile(t, dead+"/old/tesis.doc", "diez años")
	_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, Options{})
	if _, ok := errors.AsType[*TargetError](err); !ok {
		t.Errorf("error %v, want a TargetError", err)
	}
	if got, err := os.ReadFile(dir + "/tesis.doc"); string(got) != "diez años" {
		t.Errorf("the file is now %q, %v", got, err)
	}
	wantClean(t, dir)
}
