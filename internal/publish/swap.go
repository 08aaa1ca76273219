package publish

import (
	"errors"
	"fmt"
	"io/fs"
)

// swap puts the box's new site in the place of the target. The site it displaced,
// if any, is then in the box. After an error the target is as it was.
func (b *box) swap() error {
	if !b.seam.renames {
		if err := b.swapByExchange(); !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	return b.swapByRenames()
}

// attempts bounds how often a swap starts again because another build published
// or someone deleted the target at the same instant.
const attempts = 100

// swapByExchange swaps in one step. The error wraps errors.ErrUnsupported where
// that is not possible, and then nothing has changed.
func (b *box) swapByExchange() error {
	site, name := b.path("new"), b.target.name
	var err error
	for range attempts {
		if err = b.exchange(site, name); err == nil {
			if err := b.checkContents(b.root, site); err != nil {
				// Someone has put something else there since we looked.
				return undo(err, b.exchange(site, name))
			}
			return nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
		// There is no old site to trade with. A rename cannot overwrite a folder
		// with something in it, so one that appears right now is safe.
		if err = b.rename(site, name); err == nil {
			return nil
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return fmt.Errorf("poner el sitio nuevo en su lugar: %w", bare(err))
}

// swapByRenames swaps in two steps, between which the target is missing and both
// sites are in the box, where recover finds them.
func (b *box) swapByRenames() error {
	site, old, name := b.path("new"), b.path("old"), b.target.name
	var err error
	for range attempts {
		if err = b.toTrash("old"); err != nil { // of an attempt before
			break
		}
		err = b.rename(name, old)
		moved := err == nil
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			break
		}
		if moved {
			if err := b.checkContents(b.root, old); err != nil {
				return undo(err, b.rename(old, name))
			}
		}
		if err = b.rename(site, name); err == nil {
			return nil
		}
		if errors.Is(err, fs.ErrExist) {
			continue // another build published between our two renames
		}
		if moved && b.rename(old, name) != nil {
			// Both sites stay in the box, which discard then leaves for recover.
			err = fmt.Errorf("el sitio queda en %s hasta la próxima publicación: %w", b.name, bare(err))
		}
		break
	}
	return fmt.Errorf("poner el sitio nuevo en su lugar: %w", bare(err))
}

// undo is err, for which something was taken back, with how that went.
func undo(err, undoing error) error {
	if undoing == nil {
		return err
	}
	return fmt.Errorf("%w (y no se pudo deshacer: %w)", err, bare(undoing))
}

// exchange and rename are steps on paths of the target's parent.

func (b *box) exchange(x, y string) error {
	if err := b.step("exchange", y); err != nil {
		return err
	}
	return exchange(b.root, x, y)
}

func (b *box) rename(from, to string) error {
	if err := b.step("rename", to); err != nil {
		return err
	}
	return b.root.Rename(from, to)
}
