// Vitrina turns a folder of Markdown entries into a static site that spreads
// good municipal practices. This command reads flags, runs the stages of
// internal/build and prints what people read; it is the only part of the
// program that writes to the terminal or ends the process.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"vitrina/internal/syserr"
)

// Exit codes.
const (
	exitDone     = 0
	exitProblems = 1 // in the content or the system
	exitUsage    = 2
)

func main() {
	os.Exit(run(os.Args[1:], env{
		out: os.Stdout, err: os.Stderr, now: time.Now, signals: []os.Signal{os.Interrupt, syscall.SIGTERM},
	}))
}

// env is what the command takes from the process around it.
type env struct {
	out, err io.Writer
	now      func() time.Time
	signals  []os.Signal
}

// run does what the arguments ask for and returns the exit code. A panic is a
// defect of the program: it becomes one line, because nobody who edits content
// can do anything with a stack trace.
func run(args []string, e env) (code int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(e.err, "vitrina: falla interna: %v; por favor, avise a quien mantiene el programa\n", r)
			code = exitProblems
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), e.signals...)
	defer stop()
	root := newCommand(&e)
	root.SetArgs(args)
	root.SetOut(e.out)
	root.SetErr(e.err)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errReported):
		return exitProblems
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.err, "vitrina: interrumpido")
		return exitProblems
	case errors.As(err, &usage):
		fmt.Fprintf(e.err, "vitrina: %s\n  pista: %s\n", usage.text, usage.hint)
		return exitUsage
	}
	fmt.Fprintf(e.err, "vitrina: %v\n", syserr.Plain(err))
	return exitProblems
}

// errReported ends a command whose problems have been printed already.
var errReported = errors.New("problemas ya mostrados")

// usageError is a wrong call: exit code 2.
type usageError struct {
	text, hint string
}

func (e usageError) Error() string { return e.text }
