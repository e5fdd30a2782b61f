package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"opaudit/analyzer/finding"
)

// parquetType is the media type of Parquet.
const parquetType = "application/vnd.apache.parquet"

// parquetDocuments are three tables for analysts, both languages in columns: typed so
// that no reader needs a cast. Text is as in the run, with U+FFFD for what is no UTF-8;
// a day that is none is NULL.
func parquetDocuments(Language) []Document {
	return []Document{
		parquetDocument("findings.parquet", findingRows,
			finding.Text{En: "A row a finding, with its episodes and evidence, for analysts.", Zh: "每个检查结果一行，含时段与证据，供分析使用。"}),
		parquetDocument("clauses.parquet", clauseRows,
			finding.Text{En: "A row an app and clause: the verdict, for analysts.", Zh: "每个应用和条款一行判定，供分析使用。"}),
		parquetDocument("series.parquet", seriesRows,
			finding.Text{En: "A row a figure, app and day: the daily figures, for analysts.", Zh: "每个指标、应用和日期一行，供分析使用。"}),
	}
}

func parquetDocument[row any](name string, rows func(finding.Run) []row, about finding.Text) Document {
	return Document{Name: name, Type: parquetType, About: about, Write: func(w io.Writer, run finding.Run) error {
		var file bytes.Buffer
		if err := writeRows(&file, rows(run), run); err != nil {
			return fmt.Errorf("encode rows: %w", err)
		}
		if _, err := w.Write(file.Bytes()); err != nil {
			return fmt.Errorf("write rows: %w", err)
		}
		return nil
	}}
}

// writeRows writes a Parquet file that says in its metadata what run the rows are of.
func writeRows[row any](w io.Writer, rows []row, run finding.Run) error {
	narrowing, err := json.Marshal(run.Narrowing)
	if err != nil {
		return err
	}
	writer := parquet.NewGenericWriter[row](w, parquet.Compression(&zstd.Codec{}), parquet.CreatedBy("opaudit", "1", ""),
		parquet.KeyValueMetadata("opaudit.schema", clean(run.Schema)),
		parquet.KeyValueMetadata("opaudit.as_of", clean(run.AsOf)),
		parquet.KeyValueMetadata("opaudit.as_of_provisional", strconv.FormatBool(run.AsOfProvisional)),
		parquet.KeyValueMetadata("opaudit.narrowing", string(narrowing)))
	if _, err := writer.Write(rows); err != nil {
		return err
	}
	return writer.Close()
}

type findingRow struct {
	Rule              string        `parquet:"rule"`
	Clause            string        `parquet:"clause"`
	Level             string        `parquet:"level"`
	Open              bool          `parquet:"open"`
	Status            string        `parquet:"status"`
	Suppressed        bool          `parquet:"suppressed"`
	Unchecked         []string      `parquet:"unchecked,list"`
	AppKey            *string       `parquet:"app_key,optional"`
	SellerID          *int64        `parquet:"seller_id,optional"`
	Shops             []int64       `parquet:"shops,list"`
	Subject           string        `parquet:"subject"`
	SubjectNameEn     string        `parquet:"subject_name_en"`
	SubjectNameZh     string        `parquet:"subject_name_zh"`
	FirstDay          *int32        `parquet:"first_day,optional,date"`
	LastDay           *int32        `parquet:"last_day,optional,date"`
	Figure            string        `parquet:"figure"`
	Value             float64       `parquet:"value"`
	Threshold         *float64      `parquet:"threshold,optional"`
	Bound             string        `parquet:"bound"`
	Unit              string        `parquet:"unit"`
	Fingerprint       string        `parquet:"fingerprint"`
	TitleEn           string        `parquet:"title_en"`
	TitleZh           string        `parquet:"title_zh"`
	SummaryEn         string        `parquet:"summary_en"`
	SummaryZh         string        `parquet:"summary_zh"`
	ConsequenceEn     string        `parquet:"consequence_en"`
	ConsequenceZh     string        `parquet:"consequence_zh"`
	RemedyEn          string        `parquet:"remedy_en"`
	RemedyZh          string        `parquet:"remedy_zh"`
	ForecastEn        *string       `parquet:"forecast_en,optional"`
	ForecastZh        *string       `parquet:"forecast_zh,optional"`
	SuppressionOwner  *string       `parquet:"suppression_owner,optional"`
	SuppressionReason *string       `parquet:"suppression_reason,optional"`
	SuppressionExpiry *int32        `parquet:"suppression_expiry,optional,date"`
	Episodes          []episodeRow  `parquet:"episodes,list"`
	Evidence          []evidenceRow `parquet:"evidence,list"`
	OfConfiguration   bool          `parquet:"of_configuration"`
	EvidenceCount     int64         `parquet:"evidence_count"`
}

type episodeRow struct {
	Level    string  `parquet:"level"`
	FirstDay *int32  `parquet:"first_day,optional,date"`
	LastDay  *int32  `parquet:"last_day,optional,date"`
	Value    float64 `parquet:"value"`
}

type evidenceRow struct {
	File    string `parquet:"file"`
	Line    int64  `parquet:"line"`
	Element *int64 `parquet:"element,optional"`
	Day     *int32 `parquet:"day,optional,date"`
	Detail  string `parquet:"detail"`
}

type clauseRow struct {
	AppKey    *string  `parquet:"app_key,optional"`
	Clause    string   `parquet:"clause"`
	TitleEn   string   `parquet:"title_en"`
	TitleZh   string   `parquet:"title_zh"`
	CheckEn   string   `parquet:"check_en"`
	CheckZh   string   `parquet:"check_zh"`
	Verdict   string   `parquet:"verdict"`
	Missing   []string `parquet:"missing,list"`
	Unchecked []string `parquet:"unchecked,list"`
}

type seriesRow struct {
	Figure string   `parquet:"figure"`
	AppKey string   `parquet:"app_key"`
	Day    *int32   `parquet:"day,optional,date"`
	Part   int64    `parquet:"part"`
	Whole  int64    `parquet:"whole"`
	Rate   *float64 `parquet:"rate,optional"`
}

func findingRows(run finding.Run) []findingRow {
	rows := make([]findingRow, 0, len(run.Findings))
	for _, f := range run.Findings {
		row := findingRow{
			Rule: clean(f.Rule), Clause: clean(f.Clause), Level: clean(string(f.Level)), Open: f.Open, Status: clean(string(f.Status)),
			Suppressed: f.Suppressed, AppKey: cleaned(f.AppKey), SellerID: f.SellerID, Shops: f.Shops, Subject: clean(f.Subject),
			SubjectNameEn: clean(f.SubjectName.En), SubjectNameZh: clean(f.SubjectName.Zh),
			FirstDay: dateOf(f.FirstDay), LastDay: dateOf(f.LastDay), Figure: clean(f.Figure), Value: f.Value, Threshold: f.Threshold, Bound: clean(string(f.Bound)),
			Unit: clean(f.Unit), Fingerprint: clean(f.Fingerprint), TitleEn: clean(f.Title.En), TitleZh: clean(f.Title.Zh),
			SummaryEn: clean(f.Summary.En), SummaryZh: clean(f.Summary.Zh), ConsequenceEn: clean(f.Consequence.En),
			ConsequenceZh: clean(f.Consequence.Zh), RemedyEn: clean(f.Remedy.En), RemedyZh: clean(f.Remedy.Zh), OfConfiguration: f.OfConfiguration, EvidenceCount: f.EvidenceCount,
		}
		if f.Forecast != nil {
			row.ForecastEn, row.ForecastZh = cleaned(&f.Forecast.En), cleaned(&f.Forecast.Zh)
		}
		if s := f.Suppression; s != nil {
			row.SuppressionOwner, row.SuppressionReason, row.SuppressionExpiry = cleaned(&s.Owner), cleaned(&s.Reason), dateOf(s.Expiry)
		}
		for _, u := range f.Unchecked {
			row.Unchecked = append(row.Unchecked, clean(u))
		}
		for _, e := range f.Episodes {
			row.Episodes = append(row.Episodes, episodeRow{clean(string(e.Level)), dateOf(e.FirstDay), dateOf(e.LastDay), e.Value})
		}
		for _, e := range f.Evidence {
			row.Evidence = append(row.Evidence, evidenceRow{clean(e.File), e.Line, e.Element, evidenceDay(e), clean(e.Detail)})
		}
		rows = append(rows, row)
	}
	return rows
}

// evidenceDay is the day of a record, nil when it has none.
func evidenceDay(e finding.Evidence) *int32 {
	if e.Day == nil {
		return nil
	}
	return dateOf(*e.Day)
}

func clauseRows(run finding.Run) []clauseRow {
	rows := make([]clauseRow, 0, len(run.Clauses))
	for _, c := range run.Clauses {
		row := clauseRow{AppKey: cleaned(c.AppKey), Clause: clean(c.Clause), TitleEn: clean(c.Title.En), TitleZh: clean(c.Title.Zh),
			CheckEn: clean(c.Check.En), CheckZh: clean(c.Check.Zh), Verdict: clean(string(c.Verdict))}
		for _, m := range c.Missing {
			row.Missing = append(row.Missing, clean(m))
		}
		for _, u := range c.Unchecked {
			row.Unchecked = append(row.Unchecked, clean(u))
		}
		rows = append(rows, row)
	}
	return rows
}

func seriesRows(run finding.Run) []seriesRow {
	var rows []seriesRow
	for _, s := range run.Series {
		for _, p := range s.Points {
			rows = append(rows, seriesRow{clean(s.Figure), clean(s.AppKey), dateOf(p.Day), p.Part, p.Whole, p.Rate})
		}
	}
	return rows
}

// clean is text as UTF-8, which is all that a reader of Parquet takes: U+FFFD stands for
// each bad byte, as in the saved run.
func clean(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune { return r }, text)
}

func cleaned(text *string) *string {
	if text == nil {
		return nil
	}
	valid := clean(*text)
	return &valid
}

// dateOf is a day as Parquet counts them, in days since 1970-01-01; nil for a text that
// is none.
func dateOf(day string) *int32 {
	date, ok := dayOf(day)
	if !ok {
		return nil
	}
	const secondsADay = 24 * 60 * 60
	days := int32(date.Unix() / secondsADay) // exact: a day begins at midnight UTC
	return &days
}
