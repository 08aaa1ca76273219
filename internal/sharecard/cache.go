package sharecard

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"vitrina/internal/keep"
)

// Cache gives cards, drawing those that it does not remember. It is safe for
// concurrent use.
type Cache struct {
	folder  keep.Folder
	painter func() (*Painter, error)
	drawn   atomic.Int64
	refused atomic.Pointer[error] // the first reason for which a card was not remembered
}

// NewCache returns a Cache that remembers in a folder, shared with whatever
// else is kept there; "" remembers nothing. Fonts are read when the first card
// is drawn.
func NewCache(dir string) *Cache {
	return &Cache{folder: keep.In(dir), painter: sync.OnceValues(NewPainter)}
}

// Get returns the PNG of a card, in the memory of buf if it is remembered.
func (c *Cache) Get(ctx context.Context, card Card, buf []byte) ([]byte, error) {
	name, madeWith := card.hash()+"-tarjeta", runtime.Version()
	if b, ok := c.folder.LoadIn(buf, name, madeWith); ok {
		return b, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := c.painter()
	if err != nil {
		return nil, err
	}
	b := p.Draw(card)
	c.drawn.Add(1)
	if err := c.folder.Store(name, madeWith, b); err != nil {
		c.refused.CompareAndSwap(nil, &err)
	}
	return b, nil
}

// Refused is why some card that was drawn is not remembered, or nil.
func (c *Cache) Refused() error {
	if err := c.refused.Load(); err != nil {
		return *err
	}
	return nil
}

// Drawn is how many cards were drawn and not remembered.
func (c *Cache) Drawn() int { return int(c.drawn.Load()) }
