package render

// A page that offers a file which the build makes says how large it is, so the
// file is made for the page. Until it is written itself, its bytes are kept: the
// open data of a large site cost as much as some hundred pages.

// madeSize is the size of such a file, by its address.
func (b *builder) madeSize(address string, make func() ([]byte, error)) string {
	n, ok := b.kept.sizes.Load(address)
	if !ok {
		data, err := make()
		if err != nil {
			if b.err == nil {
				b.err = err
			}
			return ""
		}
		n = int64(len(data))
		b.kept.sizes.Store(address, n)
		b.kept.made.Store(address, data)
	}
	return b.size(n.(int64))
}

// made is the file itself. What is made must not depend on the page that asks.
func (b *builder) made(address string, make func() ([]byte, error)) ([]byte, error) {
	if data, ok := b.kept.made.LoadAndDelete(address); ok {
		return data.([]byte), nil
	}
	data, err := make()
	if err == nil {
		b.kept.sizes.Store(address, int64(len(data)))
	}
	return data, err
}

// size writes the bytes of a download: 84 kB, 1,2 MB; unknown is "".
func (b *builder) size(n int64) string {
	switch {
	case n <= 0:
		return ""
	case n < 1000:
		return number(float64(n), 0) + nbsp + b.t("unidad.bytes")
	case n < 10_000:
		return number(float64(n)/1e3, 1) + nbsp + "kB"
	case n < 999_500:
		return number(float64(n)/1e3, 0) + nbsp + "kB"
	}
	return number(float64(n)/1e6, 1) + nbsp + "MB"
}
