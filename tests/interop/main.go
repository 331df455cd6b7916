// A second verifier: reads the cases that interop-cases has written, and judges each with Go's golang.org/x/mod/sumdb, of
// which nothing is ours. Run it with tests/interop/run.
//
// A directory of cases holds a file `cases`, a case a line: the verdict that is expected, what is claimed, the file of the key, and the
// files of the claim. The verdicts:
//
//	malformed  a proof or a checkpoint cannot be read
//	damaged    the files of an archive contradict each other, or its checkpoints
//	unsigned   a checkpoint is not signed by the key
//	unproven   the hashes do not lead to the root
//	accept     none of these
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// refusal is why a claim does not hold.
type refusal struct {
	verdict string
	why     string
}

func (r *refusal) Error() string { return r.verdict + ": " + r.why }

func refuse(verdict, format string, args ...interface{}) error {
	return &refusal{verdict, fmt.Sprintf(format, args...)}
}

const (
	accept    = "accept"
	malformed = "malformed"
	damaged   = "damaged"
	unsigned  = "unsigned"
	unproven  = "unproven"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "main.go DIR")
		os.Exit(2)
	}
	totals, err := judgeAll(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "disagreement:", err)
		os.Exit(1)
	}
	fmt.Println(totals)
}

// counts says how many cases of each sort there were.
type counts struct {
	ledgers, records, tiles int
	claims                  map[string]int
	verdicts                map[string]int
}

func (c *counts) String() string {
	refused := c.verdicts[malformed] + c.verdicts[damaged] + c.verdicts[unsigned] + c.verdicts[unproven]
	return fmt.Sprintf("%d ledgers: %d checkpoints, %d record proofs, %d extension proofs, %d archives, %d tile readers "+
		"(%d records and %d tiles read); %d accepted, %d refused (%d malformed, %d unsigned, %d unproven, %d damaged): all as expected",
		c.ledgers, c.claims["checkpoint"], c.claims["record"], c.claims["extension"], c.claims["archive"], c.claims["tiles"],
		c.records, c.tiles, c.verdicts[accept], refused,
		c.verdicts[malformed], c.verdicts[unsigned], c.verdicts[unproven], c.verdicts[damaged])
}

// judgeAll stops at the first case whose verdict is not the expected one.
func judgeAll(dir string) (*counts, error) {
	lists, err := filepath.Glob(filepath.Join(dir, "*", "cases"))
	if err != nil {
		return nil, err
	}
	totals := &counts{claims: map[string]int{}, verdicts: map[string]int{}}
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			return nil, err
		}
		totals.ledgers++
		for number, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			at := fmt.Sprintf("%s:%d: `%s`", list, number+1, line)
			words := strings.Fields(line)
			if len(words) < 4 {
				return nil, fmt.Errorf("%s is no case", at)
			}
			expected, found := words[0], accept
			err := totals.judge(filepath.Dir(list), words[1], words[2], words[3:])
			var refused *refusal
			if errors.As(err, &refused) {
				found = refused.verdict
			} else if err != nil {
				return nil, fmt.Errorf("%s cannot be judged: %v", at, err)
			}
			if found != expected {
				return nil, fmt.Errorf("%s, but the verdict here is %s (%v)", at, found, err)
			}
			totals.claims[words[1]]++
			totals.verdicts[found]++
		}
	}
	for _, claim := range []string{"checkpoint", "record", "extension", "archive", "tiles"} {
		if totals.claims[claim] == 0 {
			return nil, fmt.Errorf("%s holds no case of sort %s", dir, claim)
		}
	}
	return totals, nil
}

// judge gives a *refusal if the claim does not hold, and another error if it cannot be judged.
func (c *counts) judge(dir, claim, keyFile string, files []string) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v", panicked)
		}
	}()
	text, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return err
	}
	key, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	if claim == "archive" || claim == "tiles" {
		a := &archive{dir: filepath.Join(dir, files[0]), counts: c}
		if claim == "tiles" {
			return a.checkTiles(key)
		}
		return a.check(key)
	}
	var texts []string
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return err
		}
		texts = append(texts, string(text))
	}
	switch {
	case claim == "checkpoint" && len(texts) == 1:
		checkpoint, err := parseCheckpoint(texts[0])
		if err != nil {
			return err
		}
		return checkpoint.check(key)
	case claim == "record" && len(texts) == 1:
		return checkRecord(texts[0], key)
	case claim == "extension" && len(texts) == 2:
		return checkExtension(texts[0], texts[1], key)
	}
	return fmt.Errorf("no claim of sort %s with %d files is known", claim, len(files))
}

// checkpoint is a C2SP tlog-checkpoint.
type checkpoint struct {
	text   string
	origin string
	tree   tlog.Tree
}

func parseCheckpoint(text string) (*checkpoint, error) {
	split := strings.LastIndex(text, "\n\n")
	if split < 0 {
		return nil, refuse(malformed, "no signatures")
	}
	lines := strings.Split(text[:split], "\n")
	if len(lines) < 3 || lines[0] == "" {
		return nil, refuse(malformed, "a checkpoint has three lines")
	}
	size, err := parseNumber(lines[1])
	if err != nil {
		return nil, err
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return nil, err
	}
	// Only how it is written: no key is known yet.
	_, err = note.Open([]byte(text), note.VerifierList())
	var unknown *note.UnverifiedNoteError
	if !errors.As(err, &unknown) {
		return nil, refuse(malformed, "%v", err)
	}
	return &checkpoint{text, lines[0], tlog.Tree{N: size, Hash: root}}, nil
}

func (c *checkpoint) check(key note.Verifier) error {
	if _, err := note.Open([]byte(c.text), note.VerifierList(key)); err != nil {
		return refuse(unsigned, "%v", err)
	}
	if c.origin != key.Name() {
		return refuse(unsigned, "a checkpoint of %s, signed as %s", c.origin, key.Name())
	}
	if c.tree.N == 0 && c.tree.Hash != sha256.Sum256(nil) {
		return refuse(unproven, "the root of nothing is the hash of nothing")
	}
	return nil
}

// parseNumber reads a decimal number as it must be written.
func parseNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != text {
		return 0, refuse(malformed, "%q is no number", text)
	}
	return number, nil
}

func parseHash(text string) (tlog.Hash, error) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(bytes) != tlog.HashSize {
		return tlog.Hash{}, refuse(malformed, "%q is no hash", text)
	}
	return *(*tlog.Hash)(bytes), nil
}

// parseProof reads what both sorts of proof have: lines, of which the last are hashes, and a checkpoint.
func parseProof(text string, prefixes ...string) ([]string, []tlog.Hash, *checkpoint, error) {
	head, rest, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < len(prefixes) {
		return nil, nil, nil, refuse(malformed, "a proof has more lines")
	}
	var values []string
	for i, prefix := range prefixes {
		if !strings.HasPrefix(lines[i], prefix) {
			return nil, nil, nil, refuse(malformed, "%q does not begin with %q", lines[i], prefix)
		}
		values = append(values, strings.TrimPrefix(lines[i], prefix))
	}
	var path []tlog.Hash
	for _, line := range lines[len(prefixes):] {
		hash, err := parseHash(line)
		if err != nil {
			return nil, nil, nil, err
		}
		path = append(path, hash)
	}
	checkpoint, err := parseCheckpoint(rest)
	return values, path, checkpoint, err
}

// checkRecord checks a C2SP tlog-proof whose extra data is the record.
func checkRecord(text string, key note.Verifier) error {
	values, path, checkpoint, err := parseProof(text, "c2sp.org/tlog-proof@v1", "extra ", "index ")
	if err != nil {
		return err
	}
	record, err := base64.StdEncoding.Strict().DecodeString(values[1])
	if err != nil || values[0] != "" {
		return refuse(malformed, "the record is not base64, or the version is another one")
	}
	index, err := parseNumber(values[2])
	if err != nil {
		return err
	}
	if err := checkpoint.check(key); err != nil {
		return err
	}
	err = tlog.CheckRecord(path, checkpoint.tree.N, checkpoint.tree.Hash, index, tlog.RecordHash(record))
	if err != nil {
		return refuse(unproven, "%v", err)
	}
	return nil
}

// checkExtension checks that the log of a proof goes on from an earlier checkpoint.
func checkExtension(earlier, text string, key note.Verifier) error {
	old, err := parseCheckpoint(earlier)
	if err != nil {
		return err
	}
	values, path, checkpoint, err := parseProof(text, "old ")
	if err != nil {
		return err
	}
	from, err := parseNumber(values[0])
	if err != nil {
		return err
	}
	if err := old.check(key); err != nil {
		return err
	}
	if err := checkpoint.check(key); err != nil {
		return err
	}
	if from != old.tree.N {
		return refuse(unproven, "the proof begins at %d, the checkpoint at %d", from, old.tree.N)
	}
	// Every log goes on from the empty one; CheckTree does not take it.
	if from == 0 {
		if len(path) > 0 {
			return refuse(unproven, "from nothing, there is nothing to prove")
		}
		return nil
	}
	if err := tlog.CheckTree(path, checkpoint.tree.N, checkpoint.tree.Hash, from, old.tree.Hash); err != nil {
		return refuse(unproven, "%v", err)
	}
	return nil
}

// height is that of the tiles of C2SP tlog-tiles.
const height = 8

// hashes are the stored hashes of a tree, in the order of tlog.StoredHashIndex.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var read []tlog.Hash
	for _, index := range indexes {
		if index < 0 || index >= int64(len(h)) {
			return nil, fmt.Errorf("there is no hash %d", index)
		}
		read = append(read, h[index])
	}
	return read, nil
}

// root is tlog.TreeHash, which says nothing of the empty tree.
func root(size int64, reader tlog.HashReader) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, reader)
}

// tilesOf are the tiles of a level of a tree: whole ones, and the last.
func tilesOf(level int, size int64) []tlog.Tile {
	var tiles []tlog.Tile
	hashes := size >> uint(height*level)
	for n := int64(0); n<<height < hashes; n++ {
		width := hashes - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		tiles = append(tiles, tlog.Tile{H: height, L: level, N: n, W: int(width)})
	}
	return tiles
}

// archive is a directory in the layout of C2SP tlog-tiles.
type archive struct {
	dir    string
	counts *counts
}

// read reads the file of a tile in a directory: of hashes (`tile/0`), of entries (`tile/entries`), or sealed. Go's tiles carry their height
// in their path.
func (a *archive) read(dir string, tile tlog.Tile) ([]byte, error) {
	number := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L))
	return os.ReadFile(filepath.Join(a.dir, dir, number))
}

// packed splits what stands behind lengths of two bytes.
func packed(data []byte) ([][]byte, error) {
	var parts [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, refuse(damaged, "a length leads behind the end")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		parts, data = append(parts, data[2:end]), data[end:]
	}
	return parts, nil
}

// entries reads the records of a tree of this size.
func (a *archive) entries(size int64) ([][]byte, error) {
	var records [][]byte
	for _, tile := range tilesOf(0, size) {
		data, err := a.read("tile/entries", tile)
		if err != nil {
			return nil, refuse(damaged, "%v", err)
		}
		bundle, err := packed(data)
		if err != nil {
			return nil, err
		}
		if len(bundle) != tile.W {
			return nil, refuse(damaged, "a bundle of %d entries holds %d", tile.W, len(bundle))
		}
		if err := a.checkSealed(tile, bundle); err != nil {
			return nil, err
		}
		records = append(records, bundle...)
		a.counts.records += len(bundle)
	}
	return records, nil
}

// checkSealed checks that every record holds the digest of what is sealed beside it.
func (a *archive) checkSealed(tile tlog.Tile, records [][]byte) error {
	data, err := a.read("sealed", tile)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	sealed, err := packed(data)
	if err != nil {
		return err
	}
	if len(sealed) != len(records) {
		return refuse(damaged, "%d records and %d sealed bodies", len(records), len(sealed))
	}
	for i, body := range sealed {
		digest := sha256.Sum256(body)
		if len(body) > 0 && !bytes.Contains(records[i], digest[:]) {
			return refuse(damaged, "a sealed body is not that of its record")
		}
	}
	return nil
}

// check reads every record that the manifest counts, hashes them, and compares the tiles, the root and all checkpoints.
func (a *archive) check(key note.Verifier) error {
	text, err := os.ReadFile(filepath.Join(a.dir, "manifest.json"))
	if err != nil {
		return refuse(damaged, "%v", err)
	}
	var manifest struct {
		Format  string
		Records int64
		Root    tlog.Hash
	}
	if err := json.Unmarshal(text, &manifest); err != nil || manifest.Format != "aoc.tiles/1" {
		return refuse(damaged, "manifest.json: %v", err)
	}
	records, err := a.entries(manifest.Records)
	if err != nil {
		return err
	}
	var stored hashes
	for i, record := range records {
		more, err := tlog.StoredHashes(int64(i), record, stored)
		if err != nil {
			return err
		}
		stored = append(stored, more...)
	}
	for level := 0; manifest.Records>>uint(height*level) > 0; level++ {
		for _, tile := range tilesOf(level, manifest.Records) {
			expected, err := tlog.ReadTileData(tile, stored)
			if err != nil {
				return err
			}
			data, err := a.read(fmt.Sprintf("tile/%d", level), tile)
			if err != nil || !bytes.Equal(data, expected) {
				return refuse(damaged, "%s does not follow from the entries (%v)", tile.Path(), err)
			}
			a.counts.tiles++
		}
	}
	found, err := root(manifest.Records, stored)
	if err != nil || found != manifest.Root {
		return refuse(damaged, "the manifest names another root (%v)", err)
	}
	return a.checkCheckpoints(key, manifest.Records, stored)
}

// checkCheckpoints checks that every checkpoint speaks of these records, and only then who has signed.
func (a *archive) checkCheckpoints(key note.Verifier, records int64, stored hashes) error {
	all, err := os.ReadFile(filepath.Join(a.dir, "checkpoints"))
	if err != nil {
		return refuse(damaged, "%v", err)
	}
	last, err := os.ReadFile(filepath.Join(a.dir, "checkpoint"))
	if err != nil || !bytes.HasSuffix(all, append(last, '\n')) {
		return refuse(damaged, "the last checkpoint is another one (%v)", err)
	}
	var checkpoints []*checkpoint
	for rest := string(all); rest != ""; {
		// Neither the statement nor its signatures hold an empty line.
		parts := strings.SplitN(rest, "\n\n", 3)
		if len(parts) != 3 {
			return refuse(damaged, "the checkpoints are cut off")
		}
		checkpoint, err := parseCheckpoint(parts[0] + "\n\n" + parts[1] + "\n")
		if err != nil {
			return err
		}
		if checkpoint.tree.N > records {
			return refuse(damaged, "%d records, and a checkpoint of %d", records, checkpoint.tree.N)
		}
		found, err := root(checkpoint.tree.N, stored)
		if err != nil || found != checkpoint.tree.Hash {
			return refuse(damaged, "the root of the first %d records is another one (%v)", checkpoint.tree.N, err)
		}
		checkpoints, rest = append(checkpoints, checkpoint), parts[2]
	}
	for _, checkpoint := range checkpoints {
		if err := checkpoint.check(key); err != nil {
			return err
		}
	}
	return nil
}

// Height, ReadTiles and SaveTiles make an archive a tlog.TileReader.
func (a *archive) Height() int { return height }

func (a *archive) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		data, err := a.read(fmt.Sprintf("tile/%d", tile.L), tile)
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	a.counts.tiles += len(tiles)
	return read, nil
}

func (a *archive) SaveTiles([]tlog.Tile, [][]byte) {}

// checkTiles reads the tree of the last checkpoint as any reader of a tiled log does, and then the entries.
func (a *archive) checkTiles(key note.Verifier) error {
	text, err := os.ReadFile(filepath.Join(a.dir, "checkpoint"))
	if err != nil {
		return refuse(damaged, "%v", err)
	}
	checkpoint, err := parseCheckpoint(string(text))
	if err != nil {
		return err
	}
	if err := checkpoint.check(key); err != nil {
		return err
	}
	size := checkpoint.tree.N
	if size == 0 {
		return nil
	}
	reader := tlog.TileHashReader(checkpoint.tree, a)
	if found, err := tlog.TreeHash(size, reader); err != nil || found != checkpoint.tree.Hash {
		return refuse(damaged, "the tiles give another root (%v)", err)
	}
	indexes := make([]int64, size)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	leaves, err := reader.ReadHashes(indexes)
	if err != nil {
		return refuse(damaged, "%v", err)
	}
	records, err := a.entries(size)
	if err != nil {
		return err
	}
	for i, record := range records {
		if tlog.RecordHash(record) != leaves[i] {
			return refuse(damaged, "entry %d is not what its tile stands for", i)
		}
	}
	return nil
}
