package corpus

import (
	"fmt"
	"strings"
	"time"
)

// Word lists. All people, addresses and shops are random combinations of these.
var (
	segments = strings.Fields("130 131 132 133 135 136 137 138 139 145 147 149 150 151 152 153 155 156 157 158 159 162 165 166 167 170 171 172 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199")
	surnames = strings.Fields("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 " +
		"庞 樊 兰 殷 施 陶 洪 翟 安 颜 倪 严 牛 温 芦 季 俞 章 鲁 葛 伍 韦 申 尤 毕 聂 丛 焦 向 柳 邢 路 岳 齐 梅 莫 庄 辛 管 祝 左 涂 谷 祁 时 舒 耿 牟 卜 詹 关 苗 凌 费 纪 靳 盛 童 欧 甄 项 曲 成 游 阳 裴 席 卫 查 屈 鲍 位 覃 霍 翁 隋 植 甘 景 薄 单 包 司 柏 宁 柯 阮 桂 闵 解 强 柴 华 车 冉 房 边 佘 逄 缪 亓 郗 仝 苌 麴 禤 揭")
	compounds   = strings.Fields("欧阳 上官 司马 诸葛 皇甫 令狐 司徒 东方 尉迟 慕容 长孙 夏侯 端木 公孙 南宫 轩辕 宇文 澹台 钟离 闾丘")
	givenOne    = strings.Fields("伟 芳 娜 敏 静 丽 磊 洋 勇 艳 杰 娟 涛 超 霞 刚 桂 浩 鹏 颖 琳 婷 雪 倩 宇 睿 晨 昊 妍 琪 峰 斌 辉 莉 萍 燕 玲 旭 凯 博 钰 璐 蕾 茜 骏 铮 淼 骁 翀")
	givenTwo    = strings.Fields("建国 秀英 桂花 志强 晓燕 丽娟 海涛 子涵 梓轩 欣怡 雨桐 一诺 思远 文博 俊杰 嘉怡 佳琪 浩然 宇航 明辉 春梅 国庆 玉兰 淑珍 红霞 建军 永强 小红 若曦 诗涵 可馨 梦洁 雅婷 世杰 家豪 天佑 景行 云飞 凤英 金花 素芬 宝玉 亚楠 晓东 振华 爱民 翠萍 长青 立新 沐阳 芷若 奕辰 语嫣 承泽 伟娜 桂芳 敏霞 静茹 艳玲 鹏程 倩茹 婉清 煜祺 瑾瑜 昕玥 祎宁 罡毅 垚鑫")
	dottedFirst = strings.Fields("买买提 阿依古丽 迪丽努尔 古丽娜尔 艾力 热依汗 阿迪力 吐尔逊 努尔兰 帕提古丽 麦麦提 阿卜杜拉 玉素甫 扎西 卓玛")
	dottedLast  = strings.Fields("吐尔逊 艾合买提 阿不都热依木 买买提 玉山 卡德尔 热合曼 亚森 依明 斯迪克 阿布力孜 巴合提 次仁 多吉")
	roads       = strings.Fields("文三路 人民路 中山北路 解放大道 建设路 长江西路 学院路 和平街 新华南路 滨河东路 迎宾大道 科技园路 五一路 朝阳街 桃源巷 柳荫胡同 凤凰大街 龙腾路 望海路 青年路 天府三街 兴业大道 古翠路 钱江路 莲花北路 泰山路 丽水街 汉口路 惠民街 东风路 金沙江路 创新路 复兴中路 白云大道北 湖滨路 北环路")
	housing     = strings.Fields("锦绣花园 阳光小区 万科城 碧桂园 翡翠湾 金地名苑 绿城玫瑰园 龙湖天街 书香名邸 保利香槟国际 紫荆公寓 水岸新城 丽景苑 恒大绿洲 幸福里 东方家园 盛世豪庭 御景湾 翠苑三区 中海康城 荷塘月色 融创云庭 鑫源小区 望江府 桂语江南 电力家属院")
	villages    = strings.Fields("张家湾村 李庄村 前进村 大石桥村 红旗村 上塘村 新民村 柳树屯 后山村 双河村 东坝头村 杏花村 石门村 赵家堡村 金鸡村 河口村 黄土岭村 西王庄村")
	parks       = strings.Fields("创意产业园 科技孵化园 互联网小镇 电商产业园 智汇大厦 国际商务中心 银泰中心 软件园二期 跨境电商园 服装城 五金机电市场 万达写字楼 环球金融中心")
	campuses    = strings.Fields("理工大学南校区 师范学院 职业技术学院 第一中学 人民医院住院部 财经大学东校区 部队家属院 医科大学")
	townNames   = strings.Fields("转塘街道 城关镇 沙井街道 古镇镇 横沥镇 中心街道 龙门镇 西街街道 柳林乡 新城街道 南山街道 陈店镇 石桥镇 东升镇 坪山街道 河东乡")
	shopNames   = strings.Fields("鲜果时光旗舰店 小鹿童装专营店 李宁官方旗舰店 老王家牛肉干 周大福珠宝店 胖哥食品 张小泉刀剪旗舰店 花间集女装 程记山货铺 王守义调味品专卖 森林木家具 陈克明面业 徐福记旗舰店 马大姐食品 云南小粒咖啡 蒙山茶业 许留山甜品")
	titles      = strings.Fields("李宁男士跑步鞋透气 老王家手工牛肉干500g 张小泉厨房菜刀套装 王守义十三香45g*10 周黑鸭鸭脖礼盒 章丘铁锅32cm 柳州螺蛳粉330g*5 南京路步行街明信片套装 5号电池20节装 一号店同款坚果大礼包 3号色口红丝绒哑光 马应龙眼霜20g 徐福记酥心糖 陈李济陈皮 李子柒藕粉 中山路老字号糕点 何首乌洗发水 王老吉凉茶310ml*24 8号当铺联名T恤 高跟鞋女2026新款 建国门外大街风景冰箱贴 白色安踏板鞋42码")
	nicks       = strings.Fields("爱吃鱼的猫 小太阳_520 momo 用户8827364 夏天的风 奔跑的蜗牛 快乐星球 甜甜圈er 隔壁老王头 不吃香菜 kuaiyou_77 糖果屋 一只小团子 大海贼 会飞的猪 念念不忘 雨后彩虹 清风徐来 A平安是福")
	expresses   = strings.Fields("圆通速递 中通快递 申通快递 韵达速递 顺丰速运 极兔速递 京东物流 邮政EMS 德邦快递")
	pinyins     = strings.Fields("zhang li wang liu chen yang zhao huang zhou wu xiaoming lihua meimei weiwei jianguo yuting haoran zixuan linda tony jack amy sunny lucky dahai")
	mailHosts   = strings.Fields("qq.com 163.com 126.com sina.com sina.cn foxmail.com gmail.com outlook.com hotmail.com yeah.net aliyun.com 139.com 189.cn sohu.com vip.qq.com icloud.com yunhuo-erp.cn dadanbao.com.cn mail.lvshan-food.com")
	bins        = map[int][]string{16: strings.Fields("622588 621483 622516 622155 625955 622689 622630 628366"), 19: strings.Fields("622202 622848 621700 621661 621226 623052 622262 621799 621098 622908")}
	counties    = strings.Fields("110101 110105 120103 130102 140105 150102 210102 220104 230103 310104 310115 320106 320505 330106 330281 340104 350203 360102 370102 370203 410105 420106 430104 440106 440305 441900 450103 460105 500112 510107 520103 530102 540102 610113 620102 630104 640104 650102")
	hosts       = strings.Fields("erp.yunhuo-demo.cn dd.dadanbao-test.com wms.lvcang.internal crm.kehubao.cn open.shouhou365.cn oms.fahuoyi.com api.kwaixiaodian.com 10.20.3.15:8080 print.miandan.net kf.huihualin.cn")
	hanDigits   = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
)

// place is a district with the area code of its city and the length of local numbers there.
type place struct {
	province, city, district, area string
	local                          int
}

var places = func() []place {
	var out []place
	for line := range strings.Lines(`北京市 北京市 朝阳区 010 8
上海市 上海市 浦东新区 021 8
天津市 天津市 南开区 022 8
重庆市 重庆市 渝北区 023 8
浙江省 杭州市 西湖区 0571 8
浙江省 金华市 义乌市 0579 8
浙江省 宁波市 慈溪市 0574 8
江苏省 苏州市 吴中区 0512 8
江苏省 南京市 江宁区 025 8
江苏省 宿迁市 沭阳县 0527 8
广东省 广州市 白云区 020 8
广东省 深圳市 宝安区 0755 8
广东省 汕头市 潮阳区 0754 8
广东省 揭阳市 普宁市 0663 7
福建省 泉州市 晋江市 0595 8
福建省 莆田市 荔城区 0594 7
山东省 临沂市 兰山区 0539 7
山东省 青岛市 黄岛区 0532 8
河南省 郑州市 金水区 0371 8
河南省 周口市 太康县 0394 7
河北省 石家庄市 长安区 0311 8
湖北省 武汉市 洪山区 027 8
湖南省 长沙市 岳麓区 0731 8
四川省 成都市 武侯区 028 8
四川省 绵阳市 涪城区 0816 7
陕西省 西安市 雁塔区 029 8
安徽省 阜阳市 颍州区 0558 7
江西省 赣州市 章贡区 0797 7
辽宁省 沈阳市 铁西区 024 8
黑龙江省 哈尔滨市 南岗区 0451 8
云南省 昆明市 官渡区 0871 8
贵州省 遵义市 红花岗区 0851 8
广西壮族自治区 南宁市 青秀区 0771 7
新疆维吾尔自治区 乌鲁木齐市 天山区 0991 7
内蒙古自治区 呼和浩特市 赛罕区 0471 7
甘肃省 兰州市 城关区 0931 7
`) {
		var p place
		if _, err := fmt.Sscan(line, &p.province, &p.city, &p.district, &p.area, &p.local); err != nil {
			panic(err) // the list above is tested
		}
		out = append(out, p)
	}
	return out
}()

func (g *gen) phone() string { return g.pick(segments) + g.digits(8) }

func (g *gen) phonePrefixed() text {
	v := g.phone()
	shown := v
	if g.chance(25) {
		shown = v[:3] + "-" + v[3:7] + "-" + v[7:]
	}
	return cat(g.pick(strings.Split("+86|86|0086|(+86)|+86 |+86-|86-|0086-|(+86) ", "|")), labelled("phone", shown, v))
}

func (g *gen) phoneSplit() text {
	v, sep := g.phone(), g.pick([]string{" ", "-"})
	return labelled("phone", v[:3]+sep+v[3:7]+sep+v[7:], v)
}

// name is a full personal name of two to four characters; the few that read as ordinary words are left out.
func (g *gen) name() string {
	for {
		last := g.pick(surnames)
		if g.chance(5) {
			last = g.pick(compounds)
		}
		given := g.pick(givenTwo)
		if g.chance(30) {
			given = g.pick(givenOne)
		}
		if n := last + given; !strings.Contains("安静 文静 高超 高杰 金桂 华丽 强磊 白雪 江峰 于超 成超 田宇", n) {
			return n
		}
	}
}

func (g *gen) nameDotted() string { return g.pick(dottedFirst) + "·" + g.pick(dottedLast) }

func checkDigit(body string) byte {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += w * int(body[i]-'0')
	}
	return "10X98765432"[sum%11]
}

func (g *gen) birthday() string {
	return time.Date(1950+g.IntN(60), 1, 1+g.IntN(365), 0, 0, 0, 0, time.UTC).Format("20060102")
}

func (g *gen) idCard() string {
	body := g.pick(counties) + g.birthday() + g.digits(3)
	return body + string(checkDigit(body))
}

// mistypedIDCard has a wrong check digit.
func (g *gen) mistypedIDCard() string {
	v := g.idCard()
	return v[:17] + g.from(strings.ReplaceAll("0123456789", v[17:], ""), 1)
}

// oldIDCard has 15 digits, as before there were check digits.
func (g *gen) oldIDCard() string {
	for {
		if day := g.birthday(); day[:2] == "19" {
			return g.pick(counties) + day[2:] + g.digits(3)
		}
	}
}

func luhn(digits string) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum%10 == 0
}

// bankCard is a card number with a right check digit.
func (g *gen) bankCard() string {
	n := []int{16, 19}[g.weighted(3, 7)]
	body := g.pick(bins[n])
	body += g.digits(n - 1 - len(body))
	for c := '0'; ; c++ {
		if luhn(body + string(c)) {
			return body + string(c)
		}
	}
}

func inFours(s, sep string) string {
	var out []string
	for len(s) > 4 {
		out, s = append(out, s[:4]), s[4:]
	}
	return strings.Join(append(out, s), sep)
}

func (g *gen) email() string {
	local := []string{g.pick(pinyins) + g.digits(1+g.IntN(4)), "1" + g.digits(6+g.IntN(3)), g.pick(pinyins) + "." + g.pick(pinyins), g.pick(pinyins) + "_" + g.digits(2), g.pick(pinyins) + g.pick(pinyins), "kefu" + g.digits(1)}[g.weighted(35, 20, 15, 10, 15, 5)]
	if g.chance(6) {
		local = strings.ToUpper(local[:1]) + local[1:]
	}
	return local + "@" + g.pick(mailHosts)
}

// landline writes a landline number: dash, paren, space, joined or extension.
func (g *gen) landline(form string) text {
	p := g.place
	n := g.pick([]string{"2", "3", "5", "6", "7", "82", "83", "85", "86", "87", "88"})
	n += g.digits(p.local - len(n))
	shown, ext := "", ""
	switch form {
	case "paren":
		shown = g.pick([]string{"(" + p.area + ")", "（" + p.area + "）", "(" + p.area + ") "}) + n
	case "space":
		shown = p.area + " " + n
	case "joined":
		shown = p.area + n
	case "extension":
		shown, ext = p.area+"-"+n, g.pick([]string{"-", "转", " ext.", "#", " 转 "})+g.pick([]string{"8", "6"})+g.digits(2+g.IntN(2))
	default:
		shown = p.area + "-" + n
	}
	return cat(labelled("landline", shown, p.area+n), ext)
}

// detail is the part of an address below the town.
func (g *gen) detail() string {
	num := func(n int) int { return 1 + g.IntN(n) }
	room := func() string { return fmt.Sprintf("%d%02d", num(28), num(6)) }
	s := ""
	switch g.weighted(20, 14, 14, 14, 6, 8, 8, 5, 5, 6) {
	case 0:
		s = fmt.Sprintf("%s%d号%s%d栋%d单元%s室", g.pick(roads), num(900), g.pick(housing), num(30), num(4), room())
	case 1:
		s = fmt.Sprintf("%s%d号", g.pick(roads), num(1200))
	case 2:
		s = fmt.Sprintf("%s%d号楼%d单元%s", g.pick(housing), num(40), num(5), room())
	case 3:
		s = fmt.Sprintf("%s%s%d组%d号", g.pick(townNames), g.pick(villages), num(12), num(150))
	case 4:
		s = fmt.Sprintf("%s%s组%d号", g.pick(villages), g.pick(hanDigits), num(90))
	case 5:
		s = fmt.Sprintf("%s%d号%s%s座%s室", g.pick(roads), num(600), g.pick(parks), g.pick([]string{"A", "B", "C"}), room())
	case 6:
		s = fmt.Sprintf("%s%s%d-%d-%s", g.pick(roads), g.pick(housing), num(20), num(4), room())
	case 7:
		s = fmt.Sprintf("%s%d号%s%d号宿舍楼%s", g.pick(roads), num(300), g.pick(campuses), num(20), room())
	case 8:
		s = fmt.Sprintf("%s与%s交叉口往东%d米%s%d号商铺", g.pick(roads), g.pick(roads), 50*num(6), g.pick(housing), num(60))
	case 9:
		s = fmt.Sprintf("%s%s%d弄%d号%s室", g.pick(townNames), g.pick(roads), num(900), num(80), room())
	}
	if g.chance(3) {
		s = wide(s)
	}
	return s
}

func (g *gen) unit() string {
	n := func(m int) int { return 1 + g.IntN(m) }
	return []string{
		fmt.Sprintf("%d号楼%d单元%d%02d室", n(30), n(4), n(20), n(4)),
		fmt.Sprintf("%d栋%d%02d", n(30), n(20), n(8)),
		fmt.Sprintf("%s座%d层%d%02d室", g.pick([]string{"A", "B", "C", "东", "西"}), n(20), n(20), n(10)),
		fmt.Sprintf("%s%d号", g.pick(villages), n(200)),
	}[g.IntN(4)]
}

func (g *gen) region(sep string) string {
	p := g.place
	switch {
	case p.province == p.city:
		return p.city + sep + p.district
	case g.chance(12) && sep == "":
		return p.city + p.district
	case g.chance(10) && sep == "":
		return strings.TrimRight(p.province, "省") + strings.TrimSuffix(p.city, "市") + p.district
	}
	return p.province + sep + p.city + sep + p.district
}

func (g *gen) address(sep string) text {
	s := g.region(sep) + sep + g.detail()
	return labelled("address", s, s)
}

// when is a moment of the two years that the logs cover.
func (g *gen) when() time.Time {
	return time.UnixMilli(1732000000000 + g.Int64N(64000000000)).In(time.FixedZone("CST", 8*3600))
}

func (g *gen) ip() string {
	return fmt.Sprintf("%d.%d.%d.%d", 36+g.IntN(180), g.IntN(256), g.IntN(256), 1+g.IntN(254))
}

func (g *gen) hex(n int) string { return g.from("0123456789abcdef", n) }

func (g *gen) uuid() string {
	return g.hex(8) + "-" + g.hex(4) + "-4" + g.hex(3) + "-a" + g.hex(3) + "-" + g.hex(12)
}

func (g *gen) orderID() string { return "2" + g.digits(14+g.IntN(2)) }

func (g *gen) waybill() string {
	return g.pick([]string{"SF1", "YT", "JT", "JDVB0", "7", "77", "43", "DPK3"}) + g.from("123456789", 1) + g.digits(11)
}

func (g *gen) cipher() string {
	b := g.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 22+g.IntN(40))
	return g.pick([]string{"$" + b + "$1$", "~" + b + "~", b + "==", "#" + b + "#", "enc:" + b})
}
