"""Names and texts in several scripts, with quotes and emoji, some of them very long."""

from __future__ import annotations

FIRST = (
    "Amara", "Ben", "Chloé", "Dmitri", "Esra", "Fatima", "Grace", "Hiro", "Ines", "Jörg",
    "Kofi", "Léa", "Maria", "Nils", "Olga", "Priya", "Quentin", "Rosa", "Søren", "Tomás",
    "Uma", "Viktor", "Wanda", "Xin", "Yusuf", "Zoë", "太郎", "花子", "Алексей", "محمد",
    "प्रिया", "Ελένη", "שרה", "지우", 'Robert "Bob"', "D'Andre", "Anne-Sophie",
)  # fmt: skip
LAST = (
    "Adeyemi", "Brown", "Çelik", "Díaz", "Eriksson", "Fischer", "García", "Hoffmann", "Ivanova",
    "Jones", "Kowalski", "Lindqvist", "Müller", "Nguyễn", "O'Brien", "Papadopoulos", "Quinn",
    "Rossi", "Schmidt", "Tanaka", "Umarov", "Van der Berg", "Weiß", "Xu", "Şahin", "Zając",
    "山田", "佐藤", "Смирнов", "الفارسي", "शर्मा", "Παππάς", "כהן", "김", "de la Cruz\\Ortiz",
    "Smith 🚀",
)  # fmt: skip
LONG_LAST = "Wolfeschlegelsteinhausenbergerdorff-" * 6 + "Hüber"

COMMENTS = (
    "Forgot to punch",
    "Zug verspätet",
    "Weather delay ❄️",
    "電車の遅延",
    'Said "on my way"; arrived later',
    "Traffic\nsecond line\tand a tab",
    "Approved by phone " * 120,
    "Медосмотр",
)
SITES = (
    ("Hudson Distribution Center", "America/New_York", "United States", "Americas"),
    ("Pacific Plant", "America/Los_Angeles", "United States", "Americas"),
    ("Werk Köln-Süd", "Europe/Berlin", "Deutschland", "EMEA"),
    ("Harbour Street", "Australia/Sydney", "Australia", "APAC"),
    ("बेंगलुरु Campus", "Asia/Kolkata", "India", "APAC"),
    ("東京工場", "Asia/Tokyo", "日本", "APAC"),
)
DEPARTMENTS = ("Assembly", "Receiving & Shipping", 'Kitchen "Nord"', "Küche", "Pflege", "Quality")
JOBS = ("Associate", "Lead", "Operator", "Nurse — Night 🌙", "Cook", "Technician 2")
