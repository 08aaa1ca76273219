package render

// madeSize is the size of a file that the build makes, by its address. It is
// made once for each Site to know it.
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
	}
	return b.size(n.(int64))
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
