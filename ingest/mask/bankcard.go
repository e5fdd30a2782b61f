package mask

// isBankCard tells whether the digits are a UnionPay card number: 16 or 19
// digits, prefix 62, right Luhn digit (ISO/IEC 7812-1).
func isBankCard(digits []byte) bool {
	if len(digits) != 16 && len(digits) != 19 || digits[0] != '6' || digits[1] != '2' {
		return false
	}
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// readCardGroups reads the groups of four behind the first, and the three
// digits that end a card of 19.
func (n *number) readCardGroups(line []byte) kind {
	for range 3 {
		if !n.group(line, 4) {
			return none
		}
	}
	if dash, width := dashAt(line, n.end); width > 0 && dash == n.dash {
		before := *n
		if !n.group(line, 3) || !isBankCard(n.value[:n.count]) {
			*n = before
		}
	}
	if isBankCard(n.value[:n.count]) {
		return bankCard
	}
	return none
}
