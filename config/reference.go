package config

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// apps reads the developer's apps. An app that is not created yet has no app key,
// and is told by its name.
func (r reader) apps(node *yaml.Node, c *Config) error {
	seen, planned := map[string]bool{}, map[string]bool{}
	return r.items(node, "apps", func(item *yaml.Node) error {
		var a App
		err := r.keys(item, "an app", members{
			"appKey": r.text(&a.AppKey), "name": r.text(&a.Name), "company": r.text(&a.Company),
			"kind":      r.oneOf(&a.Kind, "self-built", "third-party"),
			"qualified": r.past(&a.Qualified), "created": r.past(&a.Created), "launched": r.past(&a.Launched),
		})
		switch {
		case err != nil:
			return err
		case a.AppKey == "" && (a.Created != "" || a.Name == ""):
			return r.wrong(item, "an app has an appKey; one that is not created yet has a name and no created day")
		case a.AppKey != "" && seen[a.AppKey]:
			return r.wrong(item, "the app %s stands here a second time: leave one of them out", a.AppKey)
		case a.AppKey == "" && planned[a.Name]:
			return r.wrong(item, "an app that is not created yet and has the name %q stands here a second time: leave one of them out", a.Name)
		case a.Launched != "" && a.Created > a.Launched:
			return r.wrong(item, "the app was launched before it was created: mend one of the days")
		}
		seen[a.AppKey] = true
		planned[a.Name] = planned[a.Name] || a.AppKey == ""
		c.Apps = append(c.Apps, a)
		return nil
	})
}

// shops reads the shops that authorised the apps.
func (r reader) shops(node *yaml.Node, c *Config) error {
	seen, openIDs := map[int64]bool{}, map[string]bool{}
	return r.items(node, "shops", func(item *yaml.Node) error {
		var s Shop
		err := r.keys(item, "a shop", members{
			"sellerId": r.whole(&s.SellerID), "openId": r.text(&s.OpenID), "company": r.text(&s.Company),
			"authorised": func(v *yaml.Node) error {
				return r.keys(v, "authorised", members{"from": r.day(&s.From), "until": r.day(&s.Until)})
			},
		})
		switch {
		case err != nil:
			return err
		case s.SellerID == 0:
			return r.wrong(item, "a shop has a sellerId: add it")
		case seen[s.SellerID]:
			return r.wrong(item, "the shop %d stands here a second time: leave one of them out", s.SellerID)
		case s.OpenID != "" && openIDs[s.OpenID]:
			return r.wrong(item, "the openId %s belongs to one shop, not to two: leave it out of the other", s.OpenID)
		case s.Until != "" && s.From > s.Until:
			return r.wrong(item, "the authorisation ends before it begins: mend one of the days")
		}
		seen[s.SellerID], openIDs[s.OpenID] = true, true
		c.Shops = append(c.Shops, s)
		return nil
	})
}

var host = regexp.MustCompile(`^(\*\.)?[a-z0-9_\[]([a-z0-9._:\]-]*[a-z0-9\]])?$`)

// receivers reads the hosts that may receive order data.
func (r reader) receivers(node *yaml.Node, c *Config) error {
	return r.items(node, "receivers", func(item *yaml.Node) error {
		var name string
		if err := r.text(&name)(item); err != nil {
			return err
		}
		name = strings.TrimSuffix(strings.ToLower(name), ".") // a host's full name, which may end with a dot
		name = strings.Replace(name, ".:", ":", 1)
		if !host.MatchString(name) {
			return r.wrong(item, "a receiver is a host such as erp.example.com, erp.example.com:8443 or *.example.com, not %q", item.Value)
		}
		c.Receivers = append(c.Receivers, name)
		return nil
	})
}

// operations reads which operation codes mean what.
func (r reader) operations(node *yaml.Node, c *Config) error {
	meant := map[int64]string{}
	read := func(meaning string) func(*yaml.Node) error {
		return func(list *yaml.Node) error {
			return r.items(list, meaning, func(item *yaml.Node) error {
				var code int64
				if err := r.whole(&code)(item); err != nil {
					return err
				}
				if meant[code] != "" {
					return r.wrong(item, "the code %d already means %s: leave it out of one of them", code, meant[code])
				}
				meant[code] = meaning
				c.Operations = append(c.Operations, Operation{code, meaning})
				return nil
			})
		}
	}
	return r.keys(node, "operations", members{"export": read("export"), "print": read("print"), "download": read("download")})
}
