package samples

import (
	"regexp"
	"strings"
)

// The statements of the scenarios are plain: what they store stands before WHERE,
// and a shop is named by seller_id and "=".
var (
	storing    = regexp.MustCompile(`(?i)^\s*(insert|replace|update)\b`)
	readsOrder = regexp.MustCompile(`(?i)\b(from|join|update)\s+\w*order\w*`)
	namesShop  = regexp.MustCompile(`(?i)\bseller_id\s*=\s*(\?|\d+)`)
	namesOrder = regexp.MustCompile(`(?i)\border_id\s*=`)
)

// Clauses 3.1 and 3.3: statements that keep to no shop, and personal data in those
// that store it.
func (o *oracle) statements(app string) {
	for _, e := range o.events {
		if e.logType != "sql" {
			continue
		}
		sql := text(e.fields["sql"])
		stored, condition, _ := strings.Cut(sql, " WHERE ")
		if storing.MatchString(sql) {
			o.stored(app, stored)
		}
		if readsOrder.MatchString(sql) && !namesShop.MatchString(condition) && !namesOrder.MatchString(condition) {
			o.find("3.1-cross-shop-sql", app, "risk", "no shop predicate")
		}
	}
}

func (o *oracle) stored(app, values string) {
	if phone.MatchString(values) {
		o.find("3.3-pii-stored", app, "violation", "phone")
	}
	for _, m := range idCard.FindAllStringSubmatch(values, -1) {
		if validIDCard(m[1]) {
			o.find("3.3-pii-stored", app, "violation", "id_card")
		}
	}
}
