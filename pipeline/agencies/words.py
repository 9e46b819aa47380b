"""The words that names of bodies are made of, besides those of departments: forms, townships, zones, branches, noise.

All patterns are for names in plain characters without blanks.
"""

from __future__ import annotations

import re
from typing import Final

BLANK = re.compile(r"[\s★☆●○■□◆◇▲△※|\"'*#/\\_<>《》【】“”‘’`~!?;:,.。,、…→>=+&@\-—–]+")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|[()\[\]〔〕]")
BRACKET = re.compile(r"[()\[\]〔〕【】]")
LEADING = re.compile(
    r"^(?:[A-Za-z0-9]+|附件[一二三0-9]*|中国[·•・]|首页|当前位置|您所在的?位置|标题|名称|来源|信息来源|发布机构|发布单位|主办单位|主办"
    r"|(?:(?:新疆)?(?:生产建设)?兵团)?第?[一二三四五六七八九十]{1,3}师(?=[^局委]{2,5}市)|20[0-9]{2}年?度?|年度?|关于|欢迎(?:您)?(?:访问|光临|来到|浏览)|中共|中国共产党|现将|现(?:面?向(?:全?社会|公众))?(?:公布|发布|公开|编制)|根据|按照|由|系|本报告|政务公开(?=.{4})|政府信息公开(?=.{4}))"
)
TRAILING = re.compile(
    r"(?:20[0-9]{2}年?度?|年度|[0-9A-Za-z]+|(?<=[局委厅府会])(?:机关|本级|文件)|(?<=[局委厅府会办室])关于.*|关于|的|编制|公布|发布|法定主动公开.*|政府信息公开.*|政务公开(?!办公室$|工作办公室$).*|信息公开.*|工作报告|报告"
    r"|年报|门户网站|政府网|官方网站|官网|网站|办公电话.*)$"
)
# A division of the corps and the city that it runs are one administration; the others and the corps itself stand beside
# the administrations of places.
CORPS = re.compile(
    r"^(?:(?:新疆)?(?:生产建设)?兵团)?第?(十[一二三四]?|[一二三四五六七八九])师(?=.)|^(?:新疆)?(?:生产建设)?兵团(?=.|$)"
)
# 济南市中区 is 济南市市中区, 青岛市南区 青岛市市南区: the districts begin with 市 themselves.
MIDDLE = re.compile(r"(?<=济南|枣庄|内江|乐山|青岛)(?=市[中南北]区)")
# What a league is called by its people.
LEAGUES: Final = {"锡盟": "锡林郭勒盟", "阿盟": "阿拉善盟"}
CORPS_REGION: Final = "新疆维吾尔自治区"
CORPS_CITIES: Final = {
    "一": "阿拉尔市", "二": "铁门关市", "三": "图木舒克市", "四": "可克达拉市", "五": "双河市", "六": "五家渠市",
    "七": "胡杨河市", "八": "石河子市", "九": "白杨市", "十": "北屯市", "十三": "新星市", "十四": "昆玉市",
}  # fmt: skip
SITE = re.compile(r"(?:网站|官网|政府网|政务网|信息网)$")
STANDS_FOR_ONE = re.compile(
    r"^(?:[我本该各]|全)?(?:(?:机关|单位|部门|局|委|厅|办|镇|乡|街道|街道办事处|办事处|办公室|委员会|管委会|管理委员会"
    r"|政府|人民政府|会|院|分局|支队|大队|总队|[省市区县旗州])*|中心)$"
)

# Words before a department that say of what level the body is, and no more.
WHOLE_PLACE = re.compile(r"^[我本全]([省市区县旗州盟])$")
HINT = re.compile(r"^[我本该]?(自治区|自治州|自治县|地区(?!办)|省|市|区|县|旗|州|盟|镇|乡|街道)(?=.)")
PARTY = re.compile(
    r"^(?:省|市|区|县|州|旗|盟)?委(?:[\u4e00-\u9fff]{1,12}[省市区县州旗盟](?=人民政府)|(?=[省市区县州旗盟]?(?:人民)?政府))"
)
GOVERNMENT = re.compile(r"^(?:省|市|区|县|州|旗|盟)?(?:人民政府|政府|行政公署|行署)")
OFFICE = re.compile(r"^(?:办公厅|办公室|办)(?:公室)?$")
TOWNSHIP = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{1,14}?(?:民族乡|民族苏木|镇|乡|苏木))(?:人民政府|政府)?(?:党政(?:综合)?办(?:公室)?|办公室)?$"
)
SUBDISTRICT = re.compile(
    r"^(?P<name>(?!驻|.*特区)[\u4e00-\u9fff0-9]{2,14}?)(?:街道办事处|街道办|街道|街办|地区办事处|(?<!驻)办事处)(?:党政(?:综合)?办公室|办公室)?$"
)
ZONE = (
    r"(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|高新技术产业园区|高新区|经开区|开发区|综合保税区|保税区"
    r"|保税港区|出口加工区|自由贸易试验区|自贸区|自贸试验区|自贸片区|综合实验区|综合试验区|实验区|试验区|示范区|示范园|旅游度假区|度假区"
    r"|风景名胜区|风景区|旅游区|景区|工业园区|工业园|产业园区|产业园|科技园区|科技园|科学城|科技城|大学城|集聚区|聚集区|合作区"
    r"|管理区|园区|物流园|化工园|循环经济区|临空经济区|经济区|港区|空港区|新区|新城区?|商务区|功能区|自然保护区|保护区|农场|林场)"
)
_COMMITTEE = r"(?:开发)?(?:建设|发展|保护)?(?:管理委员会|管委会)|管委|执行委员会|执委会"
_ADMINISTRATION = rf"(?:党工委)?(?:{_COMMITTEE}|管理局|管理办公室|管理处|管理中心)?"
ZONE_ADMINISTRATION = re.compile(rf"^{_ADMINISTRATION}(?:党政(?:综合)?办(?:公室)?|综合办公室|办公室)?$")
ZONE_BODY = re.compile(rf"^(?P<name>(?:[\u4e00-\u9fff0-9A-Za-z]{{0,16}}?){ZONE}){_ADMINISTRATION}(?P<rest>.*)$")
BRANCH = re.compile(
    r"^(?P<of>[\u4e00-\u9fff]{2,20}?(?:局|委员会|委))(?P<part>[\u4e00-\u9fff0-9]{1,18}?)(?P<form>分局|支局|监管局|管理局)$"
)
_BUREAU = "(?:局|委员会|委|厅|办公室)"
TWO = re.compile(rf"^(?P<first>[\u4e00-\u9fff]{{2,10}}?{_BUREAU})(?P<second>[\u4e00-\u9fff]{{2,10}}{_BUREAU})$")
OWN_BRANCH = re.compile(r"^(?P<stem>[\u4e00-\u9fff]{2,12})分局$")
# What only zones have: 漳州台商投资区管委会, 宁东能源化工基地管委会. Committees of departments are known by name.
ADMINISTERED = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,14}(?:区|基地|城|园|港|岛|片区|中心区|副中心))(?:党工委)?(?:管理委员会|管委会)$"
)
UNIT = re.compile(
    r"^(?P<of>[\u4e00-\u9fff]{2,16}?(?:局|委员会|委|厅))(?P<unit>[\u4e00-\u9fff0-9]{2,20}"
    r"(?:总队|支队|大队|中队|中心|站|所|处|院|稽查局|派出所|科|股|办公室))$"
)
FORMS = (
    ("管理委员会", "委员会"),
    ("委员会办公室", "办公室"),
    ("委员会", "委员会"),
    ("联合会", "联合会"),
    ("办公室", "办公室"),
    ("办公厅", "办公厅"),
    ("委办公室", "办公室"),
    ("管理局", "局"),
    ("总局", "局"),
    ("总队", "总队"),
    ("支队", "支队"),
    ("大队", "大队"),
    ("中队", "中队"),
    ("中心", "中心"),
    ("总社", "社"),
    ("联合社", "社"),
    ("总公司", "公司"),
    ("公司", "公司"),
    ("总会", "会"),
    ("协会", "协会"),
    ("分局", "分局"),
    ("总站", "站"),
    ("局", "局"),
    ("厅", "厅"),
    ("委", "委员会"),
    ("办", "办公室"),
    ("署", "署"),
    ("院", "院"),
    ("馆", "馆"),
    ("社", "社"),
    ("联", "联合会"),
    ("协", "协会"),
    ("会", "会"),
    ("台", "台"),
    ("站", "站"),
    ("所", "所"),
    ("处", "处"),
    ("队", "队"),
    ("部", "部"),
    ("室", "室"),
)
MANAGES: Final = "管理"
NAMED_FREELY: Final = frozenset({"CUS", "MSA"})
"""Departments whose bodies are not called after a division in full: 湛江海关, 海南海事局."""

ANY_ZONE = re.compile(
    r"[城东西南北中本全我]*(?:(?:经济|技术|高新|产业|经开|工业|农业|科技|综合|保税|旅游|度假|生态|文化|合作|示范|开发|管理|试验|新|景|园|街)+区|园区)"
)
"""What any place may call a zone of its own."""
SHORT_FORM: Final = {"联合会": "联", "委员会": "委", "办公室": "办", "协会": "协"}
SCHOOL = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|职校|中专|技校|党校|电大)$")
UNIVERSITY = re.compile(r".*(?:大学|学院)$")
UTILITY = re.compile(
    r"(?:医院|卫生院|卫生服务中心|妇幼保健院|公司|集团|水厂|电厂|支行|银行|供电所|交易所|殡仪馆|血站)$"
)

# The names under which the State's own bodies run their offices in the provinces.
STATE = re.compile(
    r"^(?P<of>国家税务总局|国家统计局|中国人民银行|人民银行(?=.*[行部]$)|国家金融监督管理总局|中国银行保险监督管理委员会|中国银保监会|中国银行业监督管理委员会|中国银监会|中国保险监督管理委员会|中国保监会"
    r"|中国证券监督管理委员会|中国证监会|国家外汇管理局|中华人民共和国|国家矿山安全监察局|国家煤矿安全监察局|国家能源局|国家邮政局"
    r"|国家粮食和物资储备局|中国民用航空局?|民航(?=.*局$)|国家移民管理局|中国气象局|国家消防救援局|国家林业和草原局|国家铁路局|国家海洋局|国家烟草专卖局"
    r"|应急管理部|水利部|交通运输部|自然资源部|生态环境部|财政部(?=.)|审计署(?=驻)|商务部(?=驻))"
)
# Offices that share their department with a body of the place, and are told from it by whose office they are.
_BESIDE_OTHERS: Final = frozenset({"国家外汇管理局", "国家粮食和物资储备局", "财政部", "审计署", "商务部"})
# What tells the offices of a State body from others of their department, where it is not the body's own name.
TOLD_BY: Final = {
    **{name: name for name in _BESIDE_OTHERS},
    **dict.fromkeys(("国家矿山安全监察局", "国家煤矿安全监察局"), "矿山安全监察局"),
    **dict.fromkeys(("中国保险监督管理委员会", "中国保监会"), "保监局"),
}
STATE_ITSELF: Final = "中华人民共和国"
# Bodies over the provinces along a river or a lake.
OVER_SEVERAL = re.compile(
    r"^(?:水利部|交通运输部|中华人民共和国)?(?P<name>(?:长江|黄河|淮河|海河|珠江|松辽|太湖)(?:流域)?(?:水利委员会|航务管理局|海事局|管理局))$"
)
OVER_REGION = re.compile(r"^(?P<name>(?:华[东北中南]|东北|西北|南方)(?:能源监管局|民航局))$")
RIVER_DEPARTMENTS: Final = {
    "能源监管局": "NRR", "民航局": "CAAC", "水利委员会": "WAT", "航务管理局": "TRA", "海事局": "MSA", "管理局": "WAT",
}  # fmt: skip
# Bodies that no division has the name of, or another than the one they are in, and their cities.
SEATS: Final = {
    "拱北海关": "珠海市", "闸口海关": "珠海市", "黄埔海关": "广州市", "皇岗海关": "深圳市", "文锦渡海关": "深圳市",
    "大鹏海关": "深圳市", "沙头角海关": "深圳市", "蛇口海关": "深圳市", "中新天津生态城管理委员会": "天津市",
    "中新天津生态城管委会": "天津市",
}  # fmt: skip
STATE_DEPARTMENTS: Final = {
    "国家税务总局": "TAX", "国家统计局": "STS", "中国人民银行": "PBC", "国家金融监督管理总局": "NFR",
    "中国银行保险监督管理委员会": "NFR", "中国银保监会": "NFR", "中国银行业监督管理委员会": "NFR", "中国银监会": "NFR",
    "中国保险监督管理委员会": "NFR", "中国保监会": "NFR", "人民银行": "PBC", "中国证券监督管理委员会": "CSR",
    "中国证监会": "CSR",
    "国家外汇管理局": "PBC", "国家矿山安全监察局": "EMG", "国家煤矿安全监察局": "EMG", "国家能源局": "NRR",
    "国家邮政局": "POS", "国家粮食和物资储备局": "GRN", "中国民用航空": "CAAC", "中国民用航空局": "CAAC",
    "民航": "CAAC",
    "国家移民管理局": "IMM", "中国气象局": "MTR", "国家消防救援局": "FIR", "国家铁路局": "CAAC",
    "国家烟草专卖局": "TOB", "财政部": "FIN", "审计署": "AUD", "商务部": "COM",
}  # fmt: skip
OFFICES = {
    "STS": re.compile(r"^(?P<place>.*?)(?P<form>调查总队|调查队)$"),
    "NFR": re.compile(r"^(?P<place>.*?)(?P<form>监管分局|监管支局|监管局|银保监分局|银保监局)$"),
    "CSR": re.compile(r"^(?P<place>.*?)(?P<form>监管局|证监局)$"),
    "PBC": re.compile(r"^(?P<place>.*?)(?P<form>中心支行|支行|分行|营业管理部|营业部|分局|中心支局|支局|管理部|总部)$"),
    "NRR": re.compile(r"^(?P<place>.*?)(?P<form>监管局|监管办公室|监管办)$"),
    "CAAC": re.compile(r"^(?P<place>.*?)(?P<form>地区管理局|安全监督管理局|铁路监督管理局|监督管理局|监管局|管理局)$"),
    "EMG": re.compile(r"^(?P<place>.*?)(?P<form>局|分局|监察分局|监察局)$"),
    "GRN": re.compile(r"^(?P<place>.*?)(?P<form>局|垂直管理局)$"),
    "FIN": re.compile(r"^(?P<place>.*?)(?P<form>监管局|财政监察专员办事处)$"),
    "AUD": re.compile(r"^(?P<place>.*?)(?P<form>特派员办事处)$"),
    "COM": re.compile(r"^(?P<place>.*?)(?P<form>特派员办事处)$"),
    "TAX": re.compile(r"^(?P<place>.*?)(?P<form>特派员办事处)$"),
}
# Offices that carry the name of their State body in short: 安徽银保监局, 亳州银保监分局, 安徽证监局.
SHORT_OFFICES = re.compile(
    r"^(?P<word>银保监|银监|保监|证监|金融监管|能源监管)(?P<form>监管分局|监管局|分局|支局|局|办)$"
)
SHORT_CODES: Final = {
    "银保监": "NFR", "银监": "NFR", "保监": "NFR", "金融监管": "NFR", "证监": "CSR", "能源监管": "NRR",
}  # fmt: skip


WHOLE_ONLY: Final = frozenset({"TWN", "STR", "EDUI", "UTIL", "OTH", "DEV"})
UNKNOWN = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|自治县|省|市|县|区|旗|州|盟)(?!道)")
NATIONAL_OFFICES: Final = frozenset({"海关总署", "审计署"})
NATIONAL = re.compile(r"^(?:国家|国务院|中国)?")
# Offices of the State over several provinces: 民航华东地区管理局, 国家能源局南方监管局.
REGIONAL = re.compile(r"^(?:华[东北中南]|东北|西北|西南|中南|南方)(?:地区|区域)?[\u4e00-\u9fff]{0,6}局$")
FREE_TRADE = re.compile(r"中国[(（]([\u4e00-\u9fff]{2,3})[)）](?=自由贸易|自贸)")
STATE_COUNCIL = re.compile(r"^国务院(?:办公厅|办)$")
GOVERNMENT_OFFICE = re.compile(r"^(?:府办|府办公室|府办公厅)$")
OF_BODY = re.compile(r"(?:局|厅|委员会|委|院|中心)办公室$")
LONGEST_OTHER = 24
LEAST_NAME = 3
LEAST_NOISE = 3  # characters before a place that are taken for words of the page
AUTONOMOUS = re.compile(r"^(.{0,12}?[\u4e00-\u9fff]{2,4})自治(?=[县州旗])")
SUFFIXES: Final = "省市区县旗州盟"
# Zones called by the short name of their city or county: 亳州高新区. Others are named as freely as places are.
TYPE = re.compile(r"(?:高新区|经开区|经济开发区|综合保税区|保税区|工业园区|出口加工区)")
# A slogan or the name of a column in quotation marks: “阳光政务”射阳县审计局.
QUOTED = re.compile(r"[“\"「『《【][^”\"」』》】]{1,12}[”\"」』》】]")
PARTS = re.compile(r"[\s|>/_:;,。、【】《》\-—–]+")
PAGE = re.compile(
    r"^.*(?:官网|网站|首页|政务公开|信息公开|大中小|来源|标题|名称|管理员|下载|发布|公布|公开|转发|关于|印发|登录|注册|收藏)"
)
# The districts of 三沙 are islands: a body of 南沙区 is that of 广州 unless something says otherwise.
UNLIKELY: Final = frozenset({"460302", "460303"})
FORM_LEVELS: Final = (
    (
        ("厅", "办公厅", "调查总队", "监管局", "银保监局", "银监局", "保监局", "证监局", "金融监管局", "总队"),
        ("province",),
    ),
    (("监管分局", "银保监分局", "银监分局", "中心支行", "支队", "海事局", "海关"), ("prefecture", "county")),
    (("调查队",), ("prefecture", "county")),
)
# 通州湾 is no part of a zone's name behind 通州.
BESIDE_WATER = re.compile(r"^[湾江河湖岛山]")
# 海口国家高新区 is 海口高新区.
NATIONAL_ZONE = re.compile(r"(?<=[\u4e00-\u9fff]{2})国家级?(?=高新|经济技术开发|经开)")
# A zone and the district that it is one with: 苏州高新区(虎丘区)人民政府.
JOINT = re.compile(r"^(?P<zone>[^()]{2,24}区(?:管理委员会|管委会)?)\((?P<division>[^()]{2,9})\)(?P<rest>[^()]*)$")
ZONE_SPELLINGS: Final = (
    ("高技术产业开发区", "高新区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("高新开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)
DISAGREE: Final = "places that do not lie in each other"
