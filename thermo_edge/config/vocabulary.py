"""What names of things say about them, in English, German, Dutch, French and Chinese."""

import re
import unicodedata
from re import Pattern


def plain(text: str) -> str:
    """Lower case, without accents, signs as spaces: how names are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def _any(*patterns: str) -> Pattern[str]:
    """Words are written as `plain` makes them; \\b where a part of a longer word would mean something else."""
    return re.compile("|".join(patterns))


OUTSIDE = _any(
    r"outdoor|outside|exterior|garden|terrace|\bpatio|balcon|\byard\b|backyard|driveway|\bporch\b|carport|facade",
    r"weather station|aussen|\bgarten|terrasse|\bbalkon|einfahrt|wetterstation",
    r"\bbuiten|\btuin|terras\b|oprit|weerstation|exterieur|\bdehors\b|jardin|station meteo",
    r"室外|户外|屋外|花园|庭院|露台|院子|气象",
)

ENTRANCE = _any(
    r"\bhall(way)?\b|entrance|\bentry|foyer|vestibule|mudroom|\bflur\b|diele|eingang|vorraum",
    r"\bhal\b|\bgang\b|\bentree\b|couloir|玄关|门厅|走廊|过道",
)

WINDOW = _any(
    r"window|skylight|velux|fenster|\w*raam\b|ramen\b|venster|\bfenetre|baie vitree|lucarne|窗",
)

DOOR = _any(r"door(?!bell)|(?<!tempera)tur(en)?\b|tuer(en)?\b|deur(en)?\b|\bportes?\b|门(?!铃|窗)")

OUTER_DOOR = _any(
    r"front|\bentry|entrance|\bmain\b|back ?door|rear|side door|patio|terrace|balcon|garden|garage|external",
    r"haustur|haustuer|wohnungstur|eingang|hintertur|balkon|terrasse|garten|aussen",
    r"voordeur|achterdeur|buitendeur|tuindeur|entree|exterieur|jardin",
    r"大门|入户|前门|后门|防盗门|阳台|花园|车库",
)

THING = _any(
    r"fridge|refrigerator|freezer|dishwasher|washing|\bwasher|\bdryer|\boven\b|microwave|mailbox|mail box|letter ?box",
    r"cabinet|cupboard|drawer|wardrobe|\bsafe\b|printer|\bcar\b|vehicle|cat ?flap|\bcooler\b",
    r"kuhl|gefrier|geschirr|waschmaschine|trockner|backofen|mikrowelle|briefkasten|schrank|schublade|tresor",
    r"koelkast|vriezer|vaatwasser|wasmachine|droger|magnetron|brievenbus|\bkast\b|\blade\b|\bauto\b",
    r"\bfrigo|refrigerateur|congelateur|lave (linge|vaisselle)|\bfour\b|boite aux lettres|placard|tiroir|voiture",
    r"冰箱|冰柜|冷柜|洗碗|洗衣|烘干|烤箱|微波|信箱|柜|抽屉",
)

MACHINE = _any(
    r"\bcpu\b|processor|\bgpu\b|\bcore\b|\bsoc\b|\bchip\b|mainboard|motherboard|\bdis[ck]s?\b|\bssd\b|\bhdd\b|\bnvme\b",
    r"\bnas\b|server|router|access point|nozzle|hot ?end|inverter|wechselrichter|omvormer|onduleur|逆变|charger",
    r"batter|\bakku|\baccu\b|电池|device temp|geratetemp|apparaattemp|temperature de l appareil|internal|设备温度",
    r"\bintern(e|er)?\b|芯片|处理器|硬盘|compressor|evaporator|heat pump|warmepumpe|warmtepomp|pompe a chaleur|热泵",
    r"exhaust|abluft|zuluft|fortluft|extract|solar|kollektor|collector|zonne|太阳能|coffee|kaffee|koffie|espresso",
)
"""Temperatures of machines, not of rooms."""

WATER = _any(
    r"boiler|kessel|ketel\b|chaudiere|锅炉|water heater|hot water|warm ?water|warmwasser|\bdhw\b|tap ?water|eau chaude",
    r"热水|水温|回水|供水",
    r"water temp|wassertemp|\bflow\b|vorlauf|rucklauf|\bsupply\b|\breturn\b|aanvoer|\bretour|\bdepart\b",
    r"\bpipe|\brohr\b|leiding|\bpool|schwimmbad|zwembad|piscine|泳池|hot tub|whirlpool|jacuzzi|aquarium|terrarium|鱼缸",
)

SURFACE = _any(
    r"surface temp|oberflachentemp|oppervlaktetemp|temperature de (la )?surface|表面温度",
    r"(wall|ceiling|glass|(window )?pane)( surface)? temp|\bwandtemp|\bscheibentemp|墙面温度|地面温度|玻璃温度",
)
"""Temperatures of walls and panes, not of the air between them."""

EARTH = _any(r"\bsoil|\bplants?\b|pflanze|bodenfeucht|\bboden(temp|fuhler)|\bbodem|土壤|植物|\brain|\bregen|\bpluie|雨")

RECKONED = _any(
    r"dew ?point|taupunkt|dauwpunt|point de rosee|露点|feels like|apparent|gefuhlt|gevoels|ressenti|体感|wind ?chill",
    r"heat index|humidex|forecast|vorhersage|prognose|verwacht|prevision|预报|tomorrow|morgen\b|demain|明天",
    r"target|set ?point|\bsoll|streef|\bdoel|consigne|目标|设定|calibrat|offset",
    r"average|\bmean\b|durchschnitt|mittelwert|gemiddeld|moyenne|平均",
    r"\b(minimum|maximum)\b|\b(min|max) temp|temp\w* (min|max)\b|最高|最低|absolute|absolut",
)
"""What nobody measured: averages, aims, forecasts."""

HEATER = _any(
    r"\bheat(er|ing)\b|radiator|\bheizung|heizkorper|heizlufter|heizer\b|infrarotheizung|verwarming|kachel\b",
    r"chauffage|radiateur|convecteur|convector|暖气|取暖|电暖|加热器|地暖",
)
NO_HEATER = _any(r"water|wasser|\bcar\b|\bauto\b|seat|engine|eau\b|towel|handtuch|bett|\bbed\b|blanket|fan\b|水")

SOURCE = _any(
    r"\bboiler\b|furnace|heat pump|\bkessel|heizkessel|warmepumpe|\bcv\b|cv ketel|warmtepomp|chaudiere|锅炉|壁挂炉|热泵"
)

PRESENCE_SENSOR = _any(
    r"mm ?wave|radar|\bfp[123]\w*\b|\bld24\d\d|presence|prasenz|aanwezig|everything presence|zwave presence|存在"
)
MOTION = _any(r"motion|\bpir\b|bewegung|beweging|mouvement|移动|人体")
SMOKE = _any(r"smoke|rauch|\brook|fumee|烟")
LEAK = _any(r"\bleak|flood|wassermelder|lekkage|waterlek|\bfuite|水浸|漏水")
BELL = _any(r"door ?bell|klingel|deurbel|sonnette|chime|门铃")
LOCK_OF_THING = _any(r"child|kinder|\bkind\b|enfant|童锁|\bcar\b|vehicle|tesla|\bauto\b|voiture|车")
VEHICLE = _any(r"\bcar\b|vehicle|tesla|\bauto\b|voiture|\bev\b|汽车")
VALVE = _any(r"\btrvs?\b|valve|ventil|radiator|heizkorper|thermostatic|vanne|spzb|eurotronic|aqara.*e1|温控阀|暖气")
NO_LAMP = _any(
    r"status|indicator|backlight|display|screen|\bled ring\b|christmas|weihnacht|kerst|\bnoel\b|圣诞|aquarium|\bgrow\b"
)
SHADE = _any(
    r"blind|shutter|\bshades?\b|awning|\bscreens?\b|rollladen|rolladen|jalousie|markise|raffstore|rolluik|zonwering|"
    r"\bvolets?\b|\bstores?\b|百叶|卷帘|遮阳"
)
WARMTH = _any(r"temperatu|温度")

PRICE = _any(r"price|preis|prijs|\bprix\b|tarif|\bcost\b|电价|价格")
NO_PRICE = _any(
    r"average|durchschnitt|gemiddeld|moyen|平均|\bnext\b|forecast|tomorrow|morgen|demain|\bmin(imum)?\b|\bmax(imum)?\b",
    r"lowest|highest|export|feed ?in|einspeis|return|teruglever|injection|\bgas\b|yesterday|month|peak|\blast\b",
)
PER_KWH = re.compile(r"^[^\s/\d]{1,4}\s*/\s*k\s*[wW]\s*h$")
CENTS = re.compile(r"^(ct|cts|c|¢|cent|cents|öre|ore|øre|p|分)\s*/", re.IGNORECASE)
