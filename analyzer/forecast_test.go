package analyzer

import (
	"strings"
	"testing"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

func TestForecastIsAboutItsFinding(t *testing.T) {
	app, shop := "a", int64(7)
	f := finding.Finding{AppKey: &app, SellerID: &shop, Subject: "7"}
	for _, c := range []struct {
		row  forecastRow
		want bool
	}{
		{forecastRow{"app_key": "a"}, true}, {forecastRow{"app_key": "b"}, false}, {forecastRow{"app_key": nil}, false},
		{forecastRow{"app_key": "a", "seller_id": int64(7)}, true}, {forecastRow{"app_key": "a", "seller_id": int64(8)}, false}, {forecastRow{"app_key": "a", "seller_id": nil}, false},
		{forecastRow{"app_key": "a", "subject": "7"}, true}, {forecastRow{"app_key": "a", "subject": ""}, false},
	} {
		if got := c.row.about(f); got != c.want {
			t.Errorf("%v: %t", c.row, got)
		}
	}
	if nobody := (finding.Finding{}); !(forecastRow{"app_key": nil}).about(nobody) || (forecastRow{"app_key": "a"}).about(nobody) {
		t.Error("a finding without an app is about rows without one alone")
	}
}

func TestForecastText(t *testing.T) {
	limit := 0.05
	rule := catalog.Rule{Forecast: "soon", Unit: "ratio", ForecastText: catalog.Words{En: "{orders} more by {day} reach {ratio} (shop {seller_id}).", Zh: "{day}前{orders}个。"}}
	row := forecastRow{"orders": int64(1234), "seller_id": int64(22000017), "day": time.Date(2024, 10, 20, 0, 0, 0, 0, time.UTC), "ratio": 0.0512}
	text, err := row.fill(rule, &limit)
	if err != nil || text.En != "1,234 more by 2024-10-20 reach 5.12% (shop 22000017)." || text.Zh != "2024-10-20前1,234个。" {
		t.Errorf("got %+v, %v", text, err)
	}
	row["day"] = nil
	if text, err := row.fill(rule, &limit); text != nil || err != nil {
		t.Errorf("a NULL gives %+v, %v", text, err)
	}
	delete(row, "ratio")
	row["day"] = "x"
	if _, err := row.fill(rule, &limit); err == nil || !strings.Contains(err.Error(), `soon has no column "ratio"`) {
		t.Errorf("a column that is not there gives %v", err)
	}
}
