package reports

import "opaudit/analyzer/finding"

// nothing stands where there is no value.
const nothing = "–"

// words are the texts of a document itself in one language; english.go and
// chinese.go fill them. A %s is a place for a value that the format has
// escaped; both languages have the same places. No field may stay empty.
type words struct {
	Language  Language
	Title     string
	Comma     string // between the items of a list
	Then      string // between the parts of a value
	Colon     string // between a label and its value
	Stop      string // between two sentences on one line
	Range     string // first and last day
	AndMore   plural
	In        string // a value and its parentheses
	Clause    string // column
	Findings  plural
	AllApps   string
	Headlines headlineWords
	Finding   findingWords
	Table     tableWords
	Quality   qualityWords
	Changes   changeWords
	Screen    screenWords
	Chart     chartWords

	Level   map[finding.Level]string
	Verdict map[finding.Verdict]string
	Status  map[finding.Status]string
	Unit    map[string]plural // of a value; a ratio is a percentage
	UnitIn  map[string]string // the name of a unit
	Figure  map[string]figureWords
	// FigureTitle is what people call a figure.
	FigureTitle map[string]string
}

// plural is a text for one and for any other number; %s is the number.
type plural struct{ One, Other string }

// of picks the text for n.
func (p plural) of(n int64) string {
	if n == 1 {
		return p.One
	}
	return p.Other
}

// figureWords name the parts of a figure whose view starts with the key.
type figureWords struct {
	Part, Whole string // columns
	NoWhole     string // why there is no rate
}

// headlineWords are what a reader sees first.
type headlineWords struct {
	Violated, AtRisk, NothingFound, NotJudged string // one word each
	ViolatedText, AtRiskText, AlsoAtRisk      string // %s clauses
	NothingText, NotJudgedText                string
	DataUpTo, StillRunning                    string
	JudgedAsOf                                string // %s newest day with a record, %s as-of day
	Apart, Doubted                            string // %s records, %s days
	Narrowed                                  string // %s limits
	Since, Until, OneApp, OneShop             string
	Hidden                                    plural // findings, open ones among them
	OfAll, OfAllUntil                         string // %s day
	HiddenOpen, NothingButUnproven, Ended     plural
	NothingShownToday                         string
	NotProvable                               string // %s clauses
	MissingLogs                               string // %s log types and words of the configuration
	Unbalanced, Failed, NotChecked            plural
	UnbalancedTotal                           string
	OpenCount, NewOrWorse, SetAside, Closed   string // columns
	Today, NothingToday                       string
	MoreTasks                                 plural
}

// findingWords label a finding.
type findingWords struct {
	Heading, Open, History, NoneOpen, NoneMeans string
	NoneShownOpen                               string
	Overview, Number                            string
	OutsideLogs                                 string // %s clauses
	SetAsideMark, ClosedMark                    string
	App, NoApp, Shop, Subject                   string
	NoReadableApp, OfDeveloper, OfFile          string
	WithoutKey                                  string // %s the name of an app in the configuration
	Days                                        string
	DayCount                                    plural
	Figure, Limit, NoLimit, From                string
	Bound                                       map[finding.Bound]string // %s value, %s threshold: what is allowed, or from where on it is noted
	NoneAllowed                                 string                   // %s value
	Forecast, Consequence, Remedy               string
	Episodes                                    string
	Evidence, NoEvidence, ConfigurationShows    string
	EvidenceCount                               plural
	Element                                     string
	Rule, Status, Fingerprint                   string
	UncheckedMark, NotChecked, NotCheckedText   string // %s what is missing
	SetAside, SetAsideBy, Expired               string
}

// tableWords head the tables of clauses and figures.
type tableWords struct {
	Clauses, ClauseTitle, Verdict, Missing string
	Unchecked                              string // %s words of the configuration
	ByHand, Checks                         string // headings over how clauses are checked
	Level                                  string
	Figures, FiguresIntro, NoFigures       string
	NoRecent, LatestDay                    string
	Day, Rate, Part, Whole, NoWhole        string
	Running                                string
	Definitions, NoDefinitions             string
	ClauseRef                              plural            // %s their numbers
	Unnumbered                             map[string]string // what stands among the clauses without a number
	And                                    string            // %s what has a number, %s what has none
	Lacked                                 map[string]string // what can be missing, and is neither a log type nor a word of the configuration
	DefinitionUnit                         string
	DefinitionsIntro                       string
	Records                                string
}

// qualityWords speak of what the figures rest on.
type qualityWords struct {
	Heading, Law, LawKept, LawBroken            string
	File, AllFiles                              string
	Lines, Blank, Accepted, Rejected, Duplicate string
	Events, Check, Balanced, NotBalanced        string
	Rejects, NoRejects, Reason, Meaning, Field  string
	Count                                       string
	Warnings, NoWarnings, Code                  string
	Shops, NoShopTrouble                        string
	Pending                                     plural // bytes
	UnknownShops, OpenIDConflict                plural
	Statements                                  string
	Unparsed                                    plural
	Reject                                      map[string]string // meaning of a reason
	Softer                                      map[string]string // meaning of a spec warning's code
	FailedFiles, NoFailed, Error                string
	MissingDays, NoMissingDays                  string
	LogType, AnyType, DaysWithout               string
}

// changeWords speak of what is different from an earlier run.
type changeWords struct {
	Heading                             string
	Since                               string // %s day, %s counts
	New, Reopened, Worsened             plural
	Better, Resolved, Unchanged         plural
	OtherVerdicts                       plural
	None, Verdicts, Change, Before, Now string
	Direction                           map[finding.Direction]string
}

// screenWords are for who reads on a screen.
type screenWords struct {
	Contents, Skip     string
	Filter, FilterHint string
	Shown              string // %s shown, %s of all
	AllLevels          string
	Coverage           string
}

// chartWords label charts and say what they show to who cannot see them.
type chartWords struct {
	Daily, Week             string
	Limit, Target           string // %s rate
	Streak                  string
	Logged, Silent, Missing string
	Alt                     string // %s title, %s app, %s days
	Latest, Worst           string // %s day, %s rate
	Gaps                    plural
}

// wordsIn are the texts of lang.
func wordsIn(lang Language) *words {
	if lang == Chinese {
		return &chinese
	}
	return &english
}
