// The administrative parts that an address begins with: provinces, cities, districts, towns.

package mask

// regionAt returns the length of the province or city at k, unless a road is
// named after it.
func (s *Scanner) regionAt(k, high int) int {
	units, v := s.window.units[:high], s.vocabulary
	n := max(v.provinces.startingAt(units, k), v.cities.startingAt(units, k))
	if n == 0 || v.roads.startingAt(units, k+n) > 0 {
		return 0
	}
	if k+n+1 < high && v.roads.startingAt(units, k+n+1) > 0 && v.areas.startingAt(units, k+n) == 0 { // 北京西路
		return 0
	}
	return n
}

// regionEnd returns the end of the province, city and district that start at
// start.
func (s *Scanner) regionEnd(start, high int) int {
	units := s.window.units[:high]
	k := start
	for k < high {
		for k > start && k < high && units[k].char == ' ' {
			k++
		}
		if n := s.regionAt(k, high); n > 0 {
			k += n
			if n := s.areaSuffix(units, k); n > 0 {
				k += n
			}
			continue
		}
		n := s.districtLength(units, k)
		if n == 0 {
			break
		}
		k += n
	}
	return k
}

func (s *Scanner) areaSuffix(units []unit, k int) int {
	n := s.vocabulary.areas.startingAt(units, k)
	if n == 0 {
		return 0
	}
	switch units[k+n-1].char {
	case '镇', '乡', '道', '处', '场', '木':
		return 0
	}
	return n
}

// districtLength returns the length of the city, county or district at k.
func (s *Scanner) districtLength(units []unit, k int) int {
	const longest = 11
	for n := 2; n <= longest && k+n <= len(units); n++ {
		char := units[k+n-1].char
		if !isHan(char) {
			return 0
		}
		switch char {
		case '市', '县', '旗', '盟':
			return n
		case '州':
			if n > 3 {
				return n
			}
		case '区':
			if before := units[k+n-2].char; before != '小' && before != '社' && before != '园' && before != '校' && before != '厂' && before != '库' && before != '业' && before != '宿' {
				return n
			}
			return 0
		case '路', '街', '村', '镇', '乡', '道', '巷':
			return 0
		}
	}
	return 0
}

// hasTown tells whether a town stands in the units.
func (s *Scanner) hasTown(start, end int) bool {
	units := s.window.units
	for k := start + 2; k < end; k++ {
		switch units[k].char {
		case '镇', '乡':
			return true
		case '道':
			if units[k-1].char == '街' {
				return true
			}
		}
	}
	return false
}
