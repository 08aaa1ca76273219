package photos

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"

	"vitrina/internal/keep"
)

// decodeMemory bounds what decoding takes at any moment: two pictures of
// MaxPixels in four channels, or many small ones. A picture that takes more (a
// progressive JPEG can) is decoded alone.
const decodeMemory = 2 * MaxPixels * 4

// Cache makes variants, remembers them on disk and keeps the memory of
// decoding bounded. It is safe for many goroutines, and several processes may
// share its folder.
//
// An entry is named by the hash of the original and the width, and sealed with
// what else the JPEG depends on: the settings and the Go release, whose encoder
// may change. See keep.Folder for what else holds of entries.
type Cache struct {
	folder keep.Folder
	memory *semaphore.Weighted

	mu    sync.Mutex
	busy  map[string]chan struct{} // by hash of the original: closed when it is done
	spare bool                     // Spare was called and has not ended
	temp  string                   // the spare folder, once there is one

	refused error // the first reason for which something was not remembered
	stored  bool
}

// NewCache returns a cache in dir, which need not exist yet. With "" nothing is
// remembered, but memory is bounded all the same.
func NewCache(dir string) *Cache {
	return &Cache{
		folder: keep.In(dir),
		memory: semaphore.NewWeighted(decodeMemory),
		busy:   make(map[string]chan struct{}),
	}
}

// Variants returns the bytes of every variant of p, in order. The original is
// decoded once if any is missing, and not at all if none is.
func (c *Cache) Variants(ctx context.Context, data []byte, p Photo) ([][]byte, error) {
	return c.variants(ctx, data, p, p.Variants)
}

// Variant returns the bytes of one variant. With a folder, the first call makes
// the others too, so that asking for them one by one decodes only once.
func (c *Cache) Variant(ctx context.Context, data []byte, p Photo, v Variant) ([]byte, error) {
	if c.keeps() {
		if b, ok := c.load(p.Hash, v); ok {
			return b, nil
		}
		if all, err := c.Variants(ctx, data, p); err != nil {
			return nil, err
		} else if i := indexOf(p.Variants, v); i >= 0 {
			return all[i], nil
		}
	}
	all, err := c.variants(ctx, data, p, []Variant{v})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func indexOf(vs []Variant, v Variant) int {
	for i := range vs {
		if vs[i].Width == v.Width && vs[i].Height == v.Height {
			return i
		}
	}
	return -1
}

func (c *Cache) variants(ctx context.Context, data []byte, p Photo, vs []Variant) ([][]byte, error) {
	if c.keeps() {
		if !isHash.MatchString(p.Hash) {
			return nil, fmt.Errorf("photo variants: %q is not a hash", p.Hash)
		}
		release, err := c.claim(ctx, p.Hash)
		if err != nil {
			return nil, err
		}
		defer release()
	}
	out := make([][]byte, len(vs))
	var missing []Variant
	var places []int
	for i, v := range vs {
		if b, ok := c.load(p.Hash, v); ok {
			out[i] = b
			continue
		}
		missing, places = append(missing, v), append(places, i)
	}
	if len(missing) == 0 {
		return out, nil
	}
	made, err := c.encode(ctx, data, p, missing)
	if err != nil {
		return nil, err
	}
	for i, b := range made {
		out[places[i]] = b
		c.store(p.Hash, missing[i], b)
	}
	return out, nil
}

// encode works within the bound on memory.
func (c *Cache) encode(ctx context.Context, data []byte, p Photo, vs []Variant) ([][]byte, error) {
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	cost := min(h.cost, decodeMemory)
	if err := c.memory.Acquire(ctx, cost); err != nil {
		return nil, err
	}
	defer c.memory.Release(cost)
	return encodeAll(ctx, data, p, vs)
}

// claim waits until nobody else in this process works on the same original.
func (c *Cache) claim(ctx context.Context, hash string) (release func(), err error) {
	for {
		c.mu.Lock()
		done, taken := c.busy[hash]
		if !taken {
			done = make(chan struct{})
			c.busy[hash] = done
			c.mu.Unlock()
			return func() {
				c.mu.Lock()
				delete(c.busy, hash)
				c.mu.Unlock()
				close(done)
			}, nil
		}
		c.mu.Unlock()
		select {
		case <-done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

var isHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// entry names a variant in the folder, and says what it is made with.
func entry(hash string, v Variant) (name, madeWith string) {
	return fmt.Sprintf("%s-%d", hash, v.Width), fmt.Sprintf("%s %s %dx%d", settings, runtime.Version(), v.Width, v.Height)
}

func (c *Cache) load(hash string, v Variant) ([]byte, bool) {
	name, madeWith := entry(hash, v)
	b, ok := c.folder.Load(name, madeWith)
	if !ok {
		b, ok = c.spareFolder(false).Load(name, madeWith)
	}
	return b, ok
}

func (c *Cache) store(hash string, v Variant, jpg []byte) {
	name, madeWith := entry(hash, v)
	err := c.folder.Store(name, madeWith, jpg)
	c.mu.Lock()
	c.stored = c.stored || err == nil
	c.refused = cmp.Or(c.refused, err)
	c.mu.Unlock()
	if err == nil {
		return
	}
	_ = c.spareFolder(true).Store(name, madeWith, jpg) // or it is made once more
}

// Refused is why something that was made is not remembered, or nil.
func (c *Cache) Refused() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refused
}

// Stored reports whether anything was remembered that was not before.
func (c *Cache) Stored() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stored
}

// Spare makes the cache remember in a folder of its own, below that of the
// system for temporary files, whatever cannot be remembered where it should.
// Whoever needs the same variants twice would otherwise have them encoded twice.
// The folder goes when end is called; nothing may use the cache any more then.
func (c *Cache) Spare() (end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spare = true
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.temp != "" {
			os.RemoveAll(c.temp)
		}
		c.spare, c.temp = false, ""
	}
}

// spareFolder is the spare folder, made when it is first needed; without one it
// keeps nothing.
func (c *Cache) spareFolder(needed bool) keep.Folder {
	c.mu.Lock()
	defer c.mu.Unlock()
	if needed && c.spare && c.temp == "" {
		c.temp, _ = os.MkdirTemp("", "vitrina-fotos-*")
	}
	return keep.In(c.temp)
}

// keeps reports whether anything can be remembered.
func (c *Cache) keeps() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.spare || c.folder.Keeps()
}
