package reports

import (
	"strings"
	"testing"

	"opaudit/analyzer/finding"
)

// comparedRun is the sample compared with an earlier run, and narrowed.
func comparedRun() finding.Run {
	run := sampleRun()
	run.Narrowing = &finding.Narrowing{Since: day(60), Until: asOf, AppKey: pointer(firstApp), SellerID: pointer(int64(2200001)), Hidden: 2, HiddenOpen: 1}
	change := func(to finding.Direction, f finding.Finding, before, now *finding.State) finding.Change {
		return finding.Change{Change: to, Fingerprint: f.Fingerprint, Rule: f.Rule, Clause: f.Clause, AppKey: f.AppKey, SellerID: f.SellerID,
			Subject: f.Subject, Title: f.Title, Threshold: f.Threshold, Unit: f.Unit, Before: before, Now: now}
	}
	run.Comparison = &finding.Comparison{
		AsOf:   day(7),
		Counts: finding.ChangeCounts{New: 1, Worsened: 1, Better: 1, Resolved: 2, Unchanged: 1},
		Changes: []finding.Change{
			change(finding.BecameNew, decryptRatio(), nil, &finding.State{Level: finding.Violation, Open: true, FirstDay: day(3), LastDay: day(0), Value: 0.050004}),
			change(finding.BecameWorse, streak(), &finding.State{Level: finding.Warning, Open: true, FirstDay: day(16), LastDay: day(7), Value: 10},
				&finding.State{Level: finding.Violation, Open: true, FirstDay: day(16), LastDay: day(1), Value: 16}),
			change(finding.BecameBetter, successScore(), &finding.State{Level: finding.Warning, Open: true, FirstDay: day(7), LastDay: day(7), Value: 0.9},
				&finding.State{Level: finding.Warning, Open: true, FirstDay: day(0), LastDay: day(0), Value: 0.979996}),
			change(finding.BecameResolved, oldTransport(), &finding.State{Level: finding.Violation, Open: true, FirstDay: day(140), LastDay: day(131), Value: 4210},
				&finding.State{Level: finding.Violation, FirstDay: day(140), LastDay: day(131), Value: 4210}),
			change(finding.BecameResolved, plaintextPhone(), &finding.State{Level: finding.Violation, Open: true, FirstDay: day(9), LastDay: day(9), Value: 1}, nil),
		},
		Verdicts: []finding.VerdictChange{
			{Clause: "2.7", Title: finding.Text{En: "Success rate", Zh: "成功率"}, Before: finding.AtRisk, Now: finding.Violated},
			{AppKey: pointer(firstApp), Clause: "3.4", Title: finding.Text{En: "Decrypt ratio", Zh: "订单解密率"}, Now: finding.Violated},
		},
	}
	return run
}

func TestComparisonAndNarrowingAreSaid(t *testing.T) {
	for lang, wants := range map[Language][]string{
		English: {
			"- This report shows a part of what was found: from 2024-08-21, up to 2024-10-20, app `ks669064233797003102`, shop 2200001.",
			" 2 findings are not shown (open: 1).",
			"- Compared with the run of 2024-10-13: 1 new, 1 worse, 1 better, 2 resolved, another verdict on 2 clauses.", "\n## What changed\n", "1 open finding is unchanged.",
			"| at risk | VIOLATED |", "| –       | VIOLATED |", "| better   | 2.7    | Success rate under the score target",
			"Warning: 10 days, 2024-10-04 to 2024-10-13", "Violation: 4,210 records, 2024-06-02 to 2024-06-11 (closed)",
		},
		Chinese: {
			"- 本报告只显示部分发现：自 2024-08-21 起、截至 2024-10-20、应用 `ks669064233797003102`、店铺 2200001。", "另有 2 项发现未显示（其中未关闭 1 项）。",
			"- 与 2024-10-13 的运行结果相比：新增 1 项、恶化 1 项、好转 1 项、已解决 2 项、2 个条款的结论有变。", "\n## 变化\n", "未关闭且无变化的发现 1 项。",
		},
	} {
		text := render(t, markdownDocuments(lang)[0], comparedRun())
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the report lacks %q", lang, want)
			}
		}
	}
	same := sampleRun()
	same.Comparison = &finding.Comparison{AsOf: day(7)}
	if text := render(t, markdownDocuments(English)[0], same); !strings.Contains(text, "2024-10-13: nothing changed.") {
		t.Error("a run in which nothing changed does not say so")
	}
}
