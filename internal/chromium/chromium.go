// Package chromium drives a real Chromium for tests and measurements. The site
// and the tool never use it.
//
// In: a context. Out: a Tab of a browser of its own, which remembers what the
// browser complains of: scripts that throw and what the security policy refuses.
package chromium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// ErrNone means that no Chromium is installed.
var ErrNone = errors.New("no Chromium is installed")

// patience is how long Until waits before it gives up.
const patience = 30 * time.Second

// Tab is one page of the browser.
type Tab struct {
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
}

// Open starts a browser with one tab; close ends it.
func Open(ctx context.Context) (tab *Tab, close func(), err error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, nil, ErrNone
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1280, 800))
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	tab, end, err := open(ctx)
	if err != nil {
		stop()
		return nil, nil, err
	}
	return tab, func() { end(); stop() }, nil
}

// NewTab opens another tab of the same browser; close ends it.
func (t *Tab) NewTab() (tab *Tab, close func(), err error) { return open(t.ctx) }

func open(ctx context.Context) (*Tab, func(), error) {
	ctx, end := chromedp.NewContext(ctx)
	t := &Tab{ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		end()
		return nil, nil, fmt.Errorf("start Chromium: %w", err)
	}
	exceptions, entries := chromedp.Events(ctx, runtime.ExceptionThrown), chromedp.Events(ctx, log.EntryAdded)
	go func() {
		for ev, err := range exceptions {
			if err == nil {
				t.complain(fmt.Sprint(ev.ExceptionDetails.Text, " ", ev.ExceptionDetails.Exception))
			}
		}
	}()
	go func() {
		for ev, err := range entries {
			if err == nil && fmt.Sprint(ev.Entry.Source) == "security" {
				t.complain(ev.Entry.Text)
			}
		}
	}()
	return t, end, nil
}

// ForTest is Open for a test, until its end. Where there is no Chromium the test
// is skipped, but not where CI is set: there it must run.
func ForTest(t testing.TB) *Tab {
	t.Helper()
	tab, end, err := Open(t.Context())
	if errors.Is(err, ErrNone) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return tab
}

// Context is the tab as chromedp wants it.
func (t *Tab) Context() context.Context { return t.ctx }

// Do runs steps in the tab, in order. A step that waits for what never comes
// fails when patience ends.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// Eval is what a script gives, as a string, once it is there if it is a promise.
func (t *Tab) Eval(script string) (string, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[string]("(async () => String(await ("+script+")))()", chromedp.EvalAwaitPromise))
}

// Until waits for a condition in the page to hold, through loads of pages.
func (t *Tab) Until(condition string) error {
	deadline := time.Now().Add(patience)
	for {
		ok, err := chromedp.Run(t.ctx, chromedp.Poll[bool]("(() => { try { return !!("+condition+") } catch { return false } })()", chromedp.WithPollingTimeout(patience/3)))
		if err == nil && ok {
			return nil
		}
		if t.ctx.Err() != nil || time.Now().After(deadline) {
			now, _ := t.Eval(`location.href + "\n" + document.body.innerText.slice(0, 800)`)
			return fmt.Errorf("never: %s (%v)\n%s", condition, err, now)
		}
	}
}

func (t *Tab) complain(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.complaints = append(t.complaints, text)
}

// Complaints are what the browser complained of since they were last asked for.
func (t *Tab) Complaints() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.complaints
	t.complaints = nil
	return list
}
