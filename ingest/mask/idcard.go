package mask

import "time"

// isIDCard tells whether the 18 characters are a resident id number: a known
// province, a real birth date and the check character of GB 11643-1999.
func isIDCard(id []byte) bool {
	return provinces[decimal(id[:2])] && checkCharacter(id[:17]) == id[17] && isBirthDate(id[6:14])
}

// provinces are the first two digits in use (GB/T 2260): the mainland, 71
// Taiwan, 81 Hong Kong, 82 Macao, and 83, residence permits for Taiwanese.
var provinces = func() (known [100]bool) {
	ranges := [][2]int{
		{11, 15}, {21, 23}, {31, 37}, {41, 46}, {50, 54}, {61, 65},
		{71, 71}, {81, 83},
	}
	for _, r := range ranges {
		for p := r[0]; p <= r[1]; p++ {
			known[p] = true
		}
	}
	return known
}()

// isBirthDate accepts the real days as YYYYMMDD from 1900 to this year.
func isBirthDate(date []byte) bool {
	year := decimal(date[:4])
	return year >= 1900 && isDay(year, date[4:]) && year <= time.Now().Year()
}

// isDay tells whether the year, from 1900 to 2099, has the day MMDD.
func isDay(year int, date []byte) bool {
	month, day := decimal(date[:2]), decimal(date[2:])
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year%4 == 0 && year != 1900 {
		days++
	}
	return day <= days
}

// checkCharacter computes the MOD 11-2 character of the first 17 digits.
func checkCharacter(digits []byte) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += weight * int(digits[i]-'0')
	}
	return "10X98765432"[sum%11]
}

func decimal(digits []byte) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}
