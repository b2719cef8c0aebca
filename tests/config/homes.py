"""Written homes, as inventories, with the truth about each: what every entity is, and in which room."""

from dataclasses import dataclass, field
from typing import Any

from thermo_edge.config.proposal import Role
from thermo_edge.home.house import EntityId
from thermo_edge.home.inventory import Area, Inventory, Item

Truth = dict[str, tuple[Role, str | None]]


def item(entity: str, name: str, area: str | None = None, **more: Any) -> Item:
    """An entity; sensors measure, and are in the unit that their class has."""
    kind = more.get("kind")
    units = {"temperature": "°C", "humidity": "%", "illuminance": "lx", "carbon_dioxide": "ppm"}
    if entity.startswith("sensor.") and kind in units:
        more = {"unit": units[kind], "measured": True, "state": "20", **more}
    if entity.startswith("climate."):
        more = {"modes": frozenset({"off", "heat"}), "state": "heat", **more}
    if entity.startswith("light."):
        more = {"colour_modes": frozenset({"brightness"}), **more}
    more["members"] = tuple(EntityId(one) for one in more.get("members", ()))
    return Item(EntityId(entity), name, area, **{"state": "on", **more})


@dataclass(frozen=True)
class Written:
    """A home and the truth about it; what is not in the truth has no role."""

    inventory: Inventory
    truth: Truth
    unsure: Truth = field(default_factory=dict)  # rightly asked about


def a(identifier: str, name: str) -> Area:
    return Area(identifier, name)


GERMAN = Written(
    Inventory(
        (a("wohnzimmer", "Wohnzimmer"), a("kuche", "Küche"), a("flur", "Flur"), a("garten", "Garten")),
        (
            item("sensor.wz_temp", "Wohnzimmer Temperatur", "wohnzimmer", kind="temperature", device="d1"),
            item("sensor.wz_feuchte", "Wohnzimmer Luftfeuchte", "wohnzimmer", kind="humidity", device="d1"),
            item("binary_sensor.kontakt_1", "Küchenfenster", "kuche", kind="opening"),
            item("binary_sensor.kontakt_2", "Haustür Kontakt", "flur", kind="door"),
            item("binary_sensor.kontakt_3", "Kühlschrank Tür", "kuche", kind="door"),
            item("binary_sensor.kontakt_4", "Wohnzimmer Fenster links", "wohnzimmer", kind="door"),
            item("binary_sensor.rauch", "Rauchmelder Flur", "flur", kind="smoke"),
            item("climate.wz", "Heizkörper Wohnzimmer", "wohnzimmer", device="d2", model="Eurotronic Spirit"),
            item("sensor.wz_hk_temp", "Heizkörper Temperatur", "wohnzimmer", kind="temperature", device="d2"),
            item("sensor.aussen", "Außentemperatur", "garten", kind="temperature"),
            item("sensor.vorlauf", "Vorlauf Temperatur", "flur", kind="temperature"),
            item("sensor.kuhl", "Kühlschrank Temperatur", "kuche", kind="temperature"),
            item("light.garten", "Gartenlicht", "garten"),
            item("light.kuche", "Deckenlampe", "kuche"),
            item("switch.kaffee", "Kaffeemaschine", "kuche", kind="outlet"),
            item("switch.heizlufter", "Heizlüfter", "kuche", kind="outlet"),
            item("sensor.kuche_gefuhlt", "Küche gefühlte Temperatur", "kuche", kind="temperature"),
            item("person.jorg", "Jörg", user="u1"),
            item("weather.zuhause", "Zuhause", features=2),
            item("sensor.strompreis", "Strompreis aktuell", unit="EUR/kWh", kind="monetary"),
            item("sensor.strompreis_morgen", "Strompreis morgen", unit="EUR/kWh"),
        ),
        "Zuhause",
        "de",
    ),
    {
        "sensor.wz_temp": (Role.TEMPERATURE, "wohnzimmer"),
        "sensor.wz_feuchte": (Role.HUMIDITY, "wohnzimmer"),
        "binary_sensor.kontakt_1": (Role.WINDOW, "kuche"),
        "binary_sensor.kontakt_2": (Role.DOOR, "flur"),
        "binary_sensor.kontakt_4": (Role.WINDOW, "wohnzimmer"),
        "binary_sensor.rauch": (Role.SMOKE, "flur"),
        "climate.wz": (Role.HEATING, "wohnzimmer"),
        "sensor.aussen": (Role.OUTDOOR, None),
        "light.kuche": (Role.LAMP, "kuche"),
        "person.jorg": (Role.PERSON, None),
        "weather.zuhause": (Role.WEATHER, None),
        "sensor.strompreis": (Role.PRICE, None),
    },
    {
        "sensor.wz_hk_temp": (Role.TEMPERATURE, "wohnzimmer"),
        "switch.heizlufter": (Role.HEATING, "kuche"),
    },
)

DUTCH = Written(
    Inventory(
        (a("woonkamer", "Woonkamer"), a("slaapkamer", "Slaapkamer"), a("hal", "Hal")),
        (
            item("sensor.netatmo_1", "Woonkamer Temperatuur", kind="temperature"),
            item("sensor.buiten", "Buitentemperatuur", kind="temperature"),
            item("binary_sensor.raam", "Slaapkamerraam", "slaapkamer", kind="opening"),
            item("binary_sensor.voordeur", "Voordeur", "hal", kind="door"),
            item("binary_sensor.koelkast", "Koelkast deur", "woonkamer", kind="door"),
            item("binary_sensor.beweging", "Beweging hal", "hal", kind="motion"),
            item("binary_sensor.aanwezig", "Aanwezigheid", "woonkamer", kind="occupancy", model="Aqara FP1"),
            item("binary_sensor.lek", "Lekkage badkamer", "slaapkamer", kind="moisture"),
            item("binary_sensor.plant", "Plant bodemvocht", "slaapkamer", kind="moisture"),
            item("climate.thermostaat", "Thermostaat", "woonkamer", modes=frozenset({"heat", "auto"})),
            item("switch.cv_ketel", "CV-ketel", "hal"),
            item("sensor.aanvoer", "Aanvoer temperatuur", "hal", kind="temperature"),
            item("sensor.cpu", "Processor temperatuur", "hal", kind="temperature"),
            item("lock.voordeur", "Voordeur slot", "hal"),
            item("lock.kinderslot", "Wasmachine kinderslot", "slaapkamer"),
            item("light.woonkamer", "Woonkamer", "woonkamer", members=("light.een", "light.twee")),
            item("light.een", "Lamp een", "woonkamer"),
            item("light.twee", "Lamp twee", "woonkamer"),
            item("light.alles", "Alle lampen", members=("light.woonkamer", "light.slaap")),
            item("light.slaap", "Slaapkamerlamp", "slaapkamer"),
            item("alarm_control_panel.huis", "Huisalarm"),
            item("siren.hal", "Sirene", "hal"),
            item("switch.hal_stopcontact", "Stopcontact", "hal", kind="outlet"),
        ),
        "Thuis",
        "nl",
    ),
    {
        "sensor.netatmo_1": (Role.TEMPERATURE, "woonkamer"),
        "sensor.buiten": (Role.OUTDOOR, None),
        "binary_sensor.raam": (Role.WINDOW, "slaapkamer"),
        "binary_sensor.voordeur": (Role.DOOR, "hal"),
        "binary_sensor.beweging": (Role.MOTION, "hal"),
        "binary_sensor.aanwezig": (Role.PRESENCE, "woonkamer"),
        "binary_sensor.lek": (Role.LEAK, "slaapkamer"),
        "climate.thermostaat": (Role.HEATING, "woonkamer"),
        "lock.voordeur": (Role.LOCK, "hal"),
        "light.woonkamer": (Role.LAMP, "woonkamer"),
        "light.slaap": (Role.LAMP, "slaapkamer"),
        "alarm_control_panel.huis": (Role.PANEL, None),
        "siren.hal": (Role.SIREN, None),
    },
    {"switch.cv_ketel": (Role.HEAT_SOURCE, None)},
)

FRENCH = Written(
    Inventory(
        (a("salon", "Salon"), a("chambre", "Chambre"), a("entree", "Entrée"), a("jardin", "Jardin")),
        (
            item("sensor.salon_t", "Salon Température", "salon", kind="temperature"),
            item("sensor.ext_t", "Température extérieure", "jardin", kind="temperature"),
            item("sensor.ballon", "Ballon eau chaude température", "entree", kind="temperature"),
            item("binary_sensor.f1", "Fenêtre chambre", "chambre", kind="door"),
            item("binary_sensor.p1", "Porte d'entrée", "entree", kind="opening"),
            item("binary_sensor.frigo", "Frigo porte", "salon", kind="opening"),
            item("switch.convecteur", "Convecteur", "chambre"),
            item("binary_sensor.fumee", "Détecteur de fumée", "salon", kind="smoke"),
            item("climate.clim", "Climatisation salon", "salon", modes=frozenset({"cool", "heat", "off", "dry"})),
            item("sensor.prise_temp", "Prise température", "chambre", kind="temperature", device="p"),
            item("sensor.prise_w", "Prise puissance", "chambre", kind="power", unit="W", device="p"),
            item("sensor.batterie", "Batterie température", "salon", kind="temperature"),
        ),
        "Maison",
        "fr",
    ),
    {
        "sensor.salon_t": (Role.TEMPERATURE, "salon"),
        "sensor.ext_t": (Role.OUTDOOR, None),
        "binary_sensor.f1": (Role.WINDOW, "chambre"),
        "binary_sensor.p1": (Role.DOOR, "entree"),
        "binary_sensor.fumee": (Role.SMOKE, "salon"),
        "climate.clim": (Role.HEATING, "salon"),
    },
    {
        "switch.convecteur": (Role.HEATING, "chambre"),
        "sensor.prise_temp": (Role.TEMPERATURE, "chambre"),
    },
)

CHINESE = Written(
    Inventory(
        (a("ke_ting", "客厅"), a("zhu_wo", "主卧"), a("xuan_guan", "玄关")),
        (
            item("sensor.t1", "客厅温度", "ke_ting", kind="temperature"),
            item("sensor.t2", "主卧温湿度计 温度", kind="temperature"),
            item("sensor.t3", "室外温度", kind="temperature"),
            item("sensor.t4", "冰箱温度", "ke_ting", kind="temperature"),
            item("sensor.t5", "热水器 水温", "ke_ting", kind="temperature"),
            item("binary_sensor.c1", "主卧窗户", "zhu_wo", kind="opening"),
            item("binary_sensor.c2", "入户门", "xuan_guan", kind="door"),
            item("binary_sensor.m1", "人体传感器", "xuan_guan", kind="motion"),
            item("binary_sensor.w1", "水浸传感器", "ke_ting", kind="moisture"),
            item("binary_sensor.g1", "天然气报警器", "ke_ting", kind="gas"),
            item("switch.n1", "电暖器", "zhu_wo"),
            item("climate.ac", "空调", "ke_ting", modes=frozenset({"cool", "heat", "off"})),
            item("light.l1", "吸顶灯", "ke_ting"),
            item("lock.d1", "智能门锁", "xuan_guan"),
            item("person.wang", "王芳"),
        ),
        "家",
        "zh-Hans",
    ),
    {
        "sensor.t1": (Role.TEMPERATURE, "ke_ting"),
        "sensor.t2": (Role.TEMPERATURE, "zhu_wo"),
        "sensor.t3": (Role.OUTDOOR, None),
        "binary_sensor.c1": (Role.WINDOW, "zhu_wo"),
        "binary_sensor.c2": (Role.DOOR, "xuan_guan"),
        "binary_sensor.m1": (Role.MOTION, "xuan_guan"),
        "binary_sensor.w1": (Role.LEAK, "ke_ting"),
        "binary_sensor.g1": (Role.GAS, "ke_ting"),
        "climate.ac": (Role.HEATING, "ke_ting"),
        "light.l1": (Role.LAMP, "ke_ting"),
        "lock.d1": (Role.LOCK, "xuan_guan"),
        "person.wang": (Role.PERSON, None),
    },
    {"switch.n1": (Role.HEATING, "zhu_wo")},
)

ODD = Written(
    Inventory(
        (
            a("living", "Living Room"),
            a("bedroom", "Bedroom"),
            Area("office", "Office", EntityId("sensor.desk_probe")),
            a("server_room", "Server Room"),
        ),
        (
            item("sensor.living_temp", "Living Room Temperature", "living", kind="temperature", unit="°F", state="68"),
            item("sensor.hot", "Living Room Temperature 2", "living", kind="temperature", state="85"),
            item("sensor.cpu", "CPU", "living", kind="temperature", technical=True),
            item("sensor.device_temperature", "Plug device temperature", "living", kind="temperature"),
            item("sensor.desk_probe", "Desk", "office", kind="temperature", unit="°C", measured=False),
            item("sensor.server_room_temperature", "Server Room Temperature", "server_room", kind="temperature"),
            item("sensor.average", "House Average Temperature", kind="temperature"),
            item("sensor.max_room", "Temperature", "bedroom", kind="temperature", device_name="Max's sensor"),
            item("climate.thermostat", "Bedroom Thermostat", "bedroom", platform="generic_thermostat"),
            item("switch.bedroom_heater", "Bedroom Heater", "bedroom", kind="outlet"),
            item("climate.better", "Office", "office", platform="better_thermostat"),
            item("climate.trv", "Office TRV", "office", platform="mqtt"),
            item("binary_sensor.inner", "Bedroom door", "bedroom", kind="door"),
            item("binary_sensor.camera", "Camera motion", "living", kind="motion", device="cam"),
            item("camera.camera", "Camera", "living", device="cam"),
            item("light.camera", "Camera light", "living", device="cam"),
            item("light.hidden", "Hidden lamp", "living", hidden=True),
            item("light.pair", "Pair", members=("light.hidden", "light.seen")),
            item("light.seen", "Seen lamp", "living"),
            item("light.everywhere", "Everywhere", members=("light.seen", "light.bed")),
            item("light.bed", "Bed lamp", "bedroom", colour_modes=frozenset({"onoff"})),
            item("light.circle", "Circle", "bedroom", members=("light.circle",)),
            item("binary_sensor.anyone", "Anyone home", kind="presence"),
            item("weather.one", "Home"),
            item("weather.two", "Other", features=2),
            item("sensor.price_ct", "Price", unit="ct/kWh"),
            item("binary_sensor.bell", "Doorbell motion", "living", kind="motion"),
        ),
    ),
    {
        "sensor.living_temp": (Role.TEMPERATURE, "living"),
        "sensor.desk_probe": (Role.TEMPERATURE, "office"),
        "sensor.server_room_temperature": (Role.TEMPERATURE, "server_room"),
        "sensor.max_room": (Role.TEMPERATURE, "bedroom"),
        "climate.thermostat": (Role.HEATING, "bedroom"),
        "climate.better": (Role.HEATING, "office"),
        "light.pair": (Role.LAMP, "living"),
        "light.bed": (Role.LAMP, "bedroom"),
        "weather.two": (Role.WEATHER, None),
    },
    {
        "sensor.hot": (Role.TEMPERATURE, "living"),
        "climate.trv": (Role.HEATING, "office"),
        "binary_sensor.inner": (Role.DOOR, "bedroom"),
        "binary_sensor.camera": (Role.MOTION, "living"),
        "light.camera": (Role.LAMP, "living"),
        "weather.one": (Role.WEATHER, None),
        "sensor.price_ct": (Role.PRICE, None),
    },
)

HOMES = {"german": GERMAN, "dutch": DUTCH, "french": FRENCH, "chinese": CHINESE, "odd": ODD}
