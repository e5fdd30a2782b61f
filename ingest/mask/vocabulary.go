package mask

import (
	"embed"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed vocabulary/*.txt
var vocabularyFiles embed.FS

// Vocabulary is the words by which personal data is told from what looks like
// it: keys, labels, surnames, places, vetoes. It never changes, so any number
// of Scanners may share one.
type Vocabulary struct {
	lists map[string][]string

	traits    [traitsEnd - traitsStart]uint16
	pairs     [1 << 12]bool // hashes of the last two characters of person labels
	compounds map[string]bool
	labels    map[string]meaning

	allLabels, personLabels, leadIns, follows, between                        phrases
	provinces, cities, areas, roads, villages, compoundEnds, buildings, rooms phrases
	logistics, notBehindNumbers, titles, notNames, addressLabels              phrases

	phoneKeys, idCardKeys, cardKeys, accountKeys, numberKeys [][]byte
	idCardWords, otherIDs                                    [][]byte
	addressKeys                                              [][]byte
	numberWords, personKeys, otherNameKeys, nameWords        map[string]bool
	personObjects, notAddressKeys, addressParts, phoneWords  map[string]bool
}

// The traits of a Han character.
const (
	surname uint16 = 1 << iota
	ambiguous
	compoundStart
	given
	notInNames
	notNameEnd
	numeral
	marker  // starts a word that may stand behind a house number
	placing // ends a word that may stand before one
)

const traitsStart, traitsEnd = 0x3400, 0xA000

// DefaultVocabulary returns the built-in words.
var DefaultVocabulary = sync.OnceValue(func() *Vocabulary {
	v, err := NewVocabulary(nil)
	if err != nil {
		panic(err) // the embedded files are tested
	}
	return v
})

// NewVocabulary returns the built-in words and those of extra, by the name of
// their list: {"person-keys": {"shouhuo"}}. The files under vocabulary name the
// lists and say what they mean.
func NewVocabulary(extra map[string][]string) (*Vocabulary, error) {
	v := &Vocabulary{lists: map[string][]string{}}
	entries, err := vocabularyFiles.ReadDir("vocabulary")
	if err != nil {
		return nil, fmt.Errorf("read vocabulary: %w", err)
	}
	for _, entry := range entries {
		text, err := vocabularyFiles.ReadFile("vocabulary/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read vocabulary: %w", err)
		}
		v.read(string(text))
	}
	for name, words := range extra {
		if v.lists[name] == nil {
			return nil, fmt.Errorf("vocabulary has no list %q, only %s", name, strings.Join(v.Lists(), ", "))
		}
		for _, word := range words {
			v.lists[name] = append(v.lists[name], strings.Fields(word)...)
		}
	}
	v.compile()
	return v, nil
}

// Lists returns the names of the lists that can be extended, in order.
func (v *Vocabulary) Lists() []string {
	var names []string
	for name := range v.lists {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// read adds the lists of a file: [name], words between blanks, # comments.
func (v *Vocabulary) read(text string) {
	list := ""
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			list = strings.TrimSuffix(name, "]")
			continue
		}
		if line != "" {
			v.lists[list] = append(v.lists[list], strings.Fields(line)...)
		}
	}
}

func (v *Vocabulary) compile() {
	v.compileTraits()
	v.compileLabels()
	v.compileKeys()
	for _, p := range []struct {
		phrases *phrases
		lists   []string
	}{
		{&v.leadIns, []string{"lead-ins", "person-labels"}},
		{&v.follows, []string{"name-follows"}},
		{&v.between, []string{"between-name-and-phone", "phone-labels"}},
		{&v.provinces, []string{"provinces"}},
		{&v.cities, []string{"cities"}},
		{&v.areas, []string{"area-endings"}},
		{&v.roads, []string{"roads"}},
		{&v.villages, []string{"villages"}},
		{&v.compoundEnds, []string{"compounds"}},
		{&v.buildings, []string{"buildings"}},
		{&v.rooms, []string{"rooms"}},
		{&v.logistics, []string{"logistics"}},
		{&v.notBehindNumbers, []string{"not-behind-numbers"}},
		{&v.titles, []string{"titles"}},
		{&v.notNames, []string{"not-names", "provinces", "cities"}},
		{&v.addressLabels, []string{"address-labels"}},
	} {
		for _, list := range p.lists {
			p.phrases.add(v.lists[list])
		}
	}
}

func (v *Vocabulary) compileTraits() {
	mark := func(trait uint16, words []string, at func(string) rune) {
		for _, word := range words {
			if char := at(word); char >= traitsStart && char < traitsEnd {
				v.traits[char-traitsStart] |= trait
			}
		}
	}
	start := func(word string) rune { char, _ := utf8.DecodeRuneInString(word); return char }
	end := func(word string) rune { char, _ := utf8.DecodeLastRuneInString(word); return char }
	mark(surname, v.lists["surnames"], start)
	mark(surname|ambiguous, v.lists["ambiguous-surnames"], start)
	for _, word := range v.lists["surnames"] {
		if char := start(word); char >= traitsStart && char < traitsEnd {
			v.traits[char-traitsStart] &^= ambiguous
		}
	}
	mark(compoundStart, v.lists["compound-surnames"], start)
	mark(given, v.lists["given-characters"], start)
	mark(notInNames, v.lists["not-in-names"], start)
	mark(notNameEnd, v.lists["not-name-endings"], start)
	mark(numeral, strings.Split("一二三四五六七八九十百千零〇两壹贰叁肆伍陆柒捌玖拾甲乙丙丁东西南北", ""), start)
	mark(marker, v.lists["buildings"], start)
	for _, list := range []string{"roads", "villages", "compounds"} {
		mark(placing, v.lists[list], end)
	}
	v.compounds = set(v.lists["compound-surnames"])
}

// traitsOf returns what is known of the character.
func (v *Vocabulary) traitsOf(char rune) uint16 {
	if k := uint32(char) - traitsStart; k < uint32(len(v.traits)) {
		return v.traits[k]
	}
	return 0
}

// compileLabels: a word of two lists belongs to the first of them.
func (v *Vocabulary) compileLabels() {
	v.labels = map[string]meaning{}
	for _, l := range []struct {
		list  string
		means meaning
	}{
		{"phone-labels", phoneNumber}, {"id-card-labels", idCardField}, {"bank-card-labels", cardNumber},
		{"person-labels", personName}, {"address-labels", addressField}, {"number-labels", otherNumber},
		{"other-name-labels", otherName},
	} {
		for _, word := range v.lists[l.list] {
			if _, ok := v.labels[word]; !ok {
				v.labels[word] = l.means
			}
		}
		v.allLabels.add(v.lists[l.list])
	}
	for _, word := range v.lists["person-labels"] {
		v.personLabels.add([]string{word})
		if chars := []rune(word); len(chars) >= 2 && chars[0] >= traitsStart {
			v.pairs[pairHash(chars[len(chars)-2], chars[len(chars)-1])] = true
		}
	}
}

// pairHash maps two characters to a slot of pairs.
func pairHash(a, b rune) uint32 {
	return (uint32(a)*31 + uint32(b)*2654435761>>7) & (1<<12 - 1)
}

func (v *Vocabulary) compileKeys() {
	v.phoneKeys, v.idCardKeys = words(v.lists["phone-keys"]), words(v.lists["id-card-keys"])
	v.idCardWords, v.otherIDs = words(v.lists["id-card-words"]), words(v.lists["other-ids"])
	v.cardKeys, v.accountKeys = words(v.lists["bank-card-keys"]), words(v.lists["account-keys"])
	v.numberKeys, v.addressKeys = words(v.lists["number-keys"]), words(v.lists["address-keys"])
	v.numberWords, v.personKeys = set(v.lists["number-words"]), set(v.lists["person-keys"])
	v.otherNameKeys, v.nameWords = set(v.lists["other-name-keys"]), set(v.lists["name-words"])
	v.personObjects, v.notAddressKeys = set(v.lists["person-objects"]), set(v.lists["not-address-keys"])
	v.addressParts, v.phoneWords = set(v.lists["address-parts"]), set(v.lists["phone-words"])
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, word := range list {
		m[word] = true
	}
	return m
}

func words(list []string) [][]byte {
	var all [][]byte
	for _, word := range list {
		all = append(all, []byte(word))
	}
	return all
}

// phrases is a set of words to look for in decoded text.
type phrases struct {
	words map[string]bool
	// The lengths, as bits, of the words by their first and by their last two
	// characters: most text is dismissed by them. A word of one character stands
	// in both under itself alone.
	starts, ends [1 << 12]uint32
}

func (p *phrases) add(list []string) {
	if p.words == nil {
		p.words = map[string]bool{}
	}
	for _, word := range list {
		chars := []rune(word)
		n := len(chars)
		if n == 0 || n > maxPhrase {
			continue
		}
		p.words[word] = true
		first, last := pairHash(0, chars[0]), pairHash(0, chars[n-1])
		if n > 1 {
			first, last = pairHash(chars[0], chars[1]), pairHash(chars[n-2], chars[n-1])
		}
		p.starts[first] |= 1 << n
		p.ends[last] |= 1 << n
	}
}

// maxPhrase bounds the words, in characters; longer ones are none.
const maxPhrase = 24

// endingAt returns the length of the longest word that ends before end, or 0.
func (p *phrases) endingAt(units []unit, end int) int {
	if end == 0 {
		return 0
	}
	last := lower(units[end-1].char)
	lengths := p.ends[pairHash(0, last)] & 2
	if end > 1 {
		lengths |= p.ends[pairHash(lower(units[end-2].char), last)] &^ 2
	}
	for lengths &= 2<<min(end, maxPhrase) - 1; lengths != 0; {
		n := bits.Len32(lengths) - 1
		if p.has(units[end-n : end]) {
			return n
		}
		lengths &^= 1 << n
	}
	return 0
}

// startingAt returns the length of the longest word that starts at start, or 0.
func (p *phrases) startingAt(units []unit, start int) int {
	if start >= len(units) {
		return 0
	}
	head := lower(units[start].char)
	lengths := p.starts[pairHash(0, head)] & 2
	if start+1 < len(units) {
		lengths |= p.starts[pairHash(head, lower(units[start+1].char))] &^ 2
	}
	for lengths &= 2<<min(len(units)-start, maxPhrase) - 1; lengths != 0; {
		n := bits.Len32(lengths) - 1
		if p.has(units[start : start+n]) {
			return n
		}
		lengths &^= 1 << n
	}
	return 0
}

// has tells whether the units are a word.
func (p *phrases) has(units []unit) bool {
	n := len(units)
	if n == 0 || n > maxPhrase {
		return false
	}
	first := pairHash(0, lower(units[0].char))
	if n > 1 {
		first = pairHash(lower(units[0].char), lower(units[1].char))
	}
	if p.starts[first]>>n&1 == 0 {
		return false
	}
	var buffer [4 * maxPhrase]byte
	return p.words[string(appendText(buffer[:0], units))]
}

func lower(char rune) rune {
	if char >= 'A' && char <= 'Z' {
		return char | 0x20
	}
	return char
}

// appendText appends the text of the units, letters in lower case.
func appendText(to []byte, units []unit) []byte {
	for i := range units {
		char := units[i].char
		if char < 0x80 {
			if char >= 'A' && char <= 'Z' {
				char |= 0x20
			}
			to = append(to, byte(char))
			continue
		}
		to = utf8.AppendRune(to, char)
	}
	return to
}
