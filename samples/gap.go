package samples

// gap is a day on which an app that calls every day does not, while its other
// logs go on.
type gap struct{ app, ago int }

// manyCalls is how many calls a day make a day without calls a hole in the logs:
// an app with fewer may well have none.
const manyCalls = 10

// shows tells whether the app calls so much, up to 30 days before the gap and
// over the 7 days after it, that its logs must be missing.
func (p gap) shows(g *generator) bool {
	for _, a := range g.apps {
		if a.role.app != p.app {
			continue
		}
		calls, days, after := 0, 0, 0
		for day := asOf - p.ago - 30; day < asOf-p.ago; day++ {
			if n := a.callsOn[day]; n > 0 {
				calls, days = calls+n, days+1
			}
		}
		for day := asOf - p.ago + 1; day <= asOf-p.ago+7; day++ {
			after += a.callsOn[day]
		}
		return calls >= manyCalls*days && after >= manyCalls
	}
	return false
}
