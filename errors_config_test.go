package main

import "strings"

// inConfig is a mistake in opaudit.yaml, at a place in it.
func inConfig(site, text, place, do string) errorEntry {
	quoted := strings.ReplaceAll(text, "\n", `\n`)
	return errorEntry{site: "config " + site, line: "printf '" + quoted + "' | opaudit --config /dev/stdin scan good.log", code: exitUsage, where: "/dev/stdin:" + place, do: do}
}

// configErrors show the mistakes that a configuration may have, which each command reads
// before it does anything.
var configErrors = []errorEntry{
	inConfig("keys: %s has no key %q; %s", "aps: []", "1:1", `did you mean "apps"?`),
	inConfig("each: %s is written as keys and values, each as key: value", "apps: [x]", "1:8", "each as key: value"),
	inConfig("each: %s stands here a second time: leave one of them out", "apps: []\napps: []", "2:1", "leave one of them out"),
	inConfig("items: %s is a list: write - before each item", "apps: x", "1:7", "write - before each item"),
	inConfig("text: a text is missing here: write it, or leave the key out", "apps: [{appKey: }]", "1:17", "write it, or leave the key out"),
	inConfig("oneOf: this is one of %s, not %q", "apps: [{appKey: a, kind: own}]", "1:26", "one of self-built, third-party"),
	inConfig("whole: a whole number is written here, not %q", "shops: [{sellerId: x}]", "1:20", "a whole number"),
	inConfig("day: a day is written as YYYY-MM-DD, not %q", "developer: {onboarded: x}", "1:24", "YYYY-MM-DD"),
	inConfig("past: %s is still to come (today is %s): leave the day out until it has happened", "developer: {onboarded: 2999-01-01}", "1:24", "leave the day out"),
	inConfig("noAliases: *%s stands for another part of the file: anchors and aliases are not supported, write it out here", "apps: &a []\nshops: *a", "2:8", "write it out here"),
	inConfig("unreadable: a tab begins this line: indent it with blanks", "apps:\n\t- {appKey: a}", "2:2", "indent it with blanks"),
	inConfig("unreadable: this is no YAML: %s", "apps: [", "1:1", "did not find expected"),
	inConfig("Read: a second document: put everything into one", "apps: []\n---\napps: []", "2:1", "put everything into one"),
	inConfig("apps: an app has an appKey; one that is not created yet has a name and no created day", "apps: [{}]", "1:8", "has an appKey"),
	inConfig("apps: the app %s stands here a second time: leave one of them out", "apps: [{appKey: a}, {appKey: a}]", "1:21: the app a", "leave one of them out"),
	inConfig("apps: an app that is not created yet and has the name %q stands here a second time: leave one of them out", "apps: [{name: n}, {name: n}]", "1:19", "leave one of them out"),
	inConfig("apps: the app was launched before it was created: mend one of the days", "apps: [{appKey: a, created: 2024-10-02, launched: 2024-10-01}]", "1:8", "mend one of the days"),
	inConfig("shops: a shop has a sellerId: add it", "shops: [{}]", "1:9", "add it"),
	inConfig("shops: the shop %d stands here a second time: leave one of them out", "shops: [{sellerId: 1}, {sellerId: 1}]", "1:24: the shop 1", "leave one of them out"),
	inConfig("shops: the openId %s belongs to one shop, not to two: leave it out of the other", "shops: [{sellerId: 1, openId: o}, {sellerId: 2, openId: o}]", "1:35: the openId o", "leave it out of the other"),
	inConfig("shops: the authorisation ends before it begins: mend one of the days", "shops: [{sellerId: 1, authorised: {from: 2024-10-02, until: 2024-10-01}}]", "1:9", "mend one of the days"),
	inConfig("receivers: a receiver is a host such as erp.example.com, erp.example.com:8443 or *.example.com, not %q", "receivers: [a b]", "1:13", "such as erp.example.com"),
	inConfig("operations: the code %d already means %s: leave it out of one of them", "operations: {export: [1], print: [1]}", "1:35: the code 1", "leave it out of one of them"),
	inConfig("sources: a source has files: a glob such as gateway/*.log", "sources: [{}]", "1:11", "a glob such as"),
	inConfig("glob: %q is no glob: *, ?, [a-z], {a,b} and ** stand for parts of a path, a backslash takes them literally", `sources: [{files: "["}]`, "1:19", "stand for parts of a path"),
	inConfig("prefix: prefix is a regular expression (RE2): %s", "sources: [{files: a, prefix: (}]", "1:30", "missing closing )"),
	inConfig("fields: %s has no field %q; %s", "sources: [{files: a, logType: api, fields: {methd: m}}]", "1:45", `did you mean "method"?`),
	inConfig("fields: a field is named by a member, or by the path to it such as request.shop.id, not %q", "sources: [{files: a, fields: {method: a..b}}]", "1:39", "such as request.shop.id"),
	inConfig("suppressions: a suppression has either a fingerprint or a rule", "suppressions: [{owner: o}]", "1:16", "either a fingerprint or a rule"),
	inConfig("suppressions: a fingerprint is written as in the report, 32 letters and digits, not %q", "suppressions: [{fingerprint: x}]", "1:16", "32 letters and digits"),
	inConfig("suppressions: app, shop and subject go with a rule; a fingerprint says it all", "suppressions: [{fingerprint: 0123456789abcdef0123456789abcdef, app: a}]", "1:16", "a fingerprint says it all"),
	inConfig("suppressions: a suppression has an owner, a reason and an expiry, which is its last day", "suppressions: [{rule: 2.6-inactive}]", "1:16", "an owner, a reason and an expiry"),
	inConfig("scalar: a text is missing here: write it, or leave the key out", "suppressions: [{rule: 2.6-inactive, subject: }]", "1:46", "write it, or leave the key out"),
	inConfig("rule: there is no rule %q; %s", "suppressions: [{rule: 2.6-inactiv}]", "1:23", `did you mean "2.6-inactive"?`),
	inConfig("warnings: the rule %s has no earlier warning: leave it out", "warnings: {3.3-export: 1}", "1:12: the rule 3.3-export", "leave it out"),
	inConfig("warnings: a number is written here, not %q", "warnings: {2.6-inactive: x}", "1:26", "a number"),
	inConfig("warnings: %v is the rule's own number; a warning comes before it, not at %v", "warnings: {2.6-inactive: 90}", "1:26", "comes before it"),
	inConfig("warnings: the rule warns at %v by itself; an earlier warning is stricter, and %v is looser", "warnings: {2.6-inactive: 89}", "1:26", "an earlier warning is stricter"),
	inConfig("vocabulary: vocabulary has no list %q; %s", "vocabulary: {persn-keys: [a]}", "1:14", `did you mean "person-keys"?`),
}
