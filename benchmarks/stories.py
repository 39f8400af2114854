"""Full-length stories in three languages, made up from phrases: the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What the stories of a language are made of; {} takes a place, a body or a number."""

    places: tuple[str, ...]
    bodies: tuple[str, ...]
    attacks: tuple[str, ...]  # {place} {number}
    sayings: tuple[str, ...]  # {body} {place}
    filler: tuple[str, ...]


PHRASES = {
    "en": Phrases(
        places=(
            "Harir Air Base",
            "Balad",
            "Kirkuk",
            "Erbil",
            "Ain al-Asad",
            "Taji",
            "Basra",
            "Sinjar",
        ),
        bodies=(
            "the Security Media Cell",
            "a police officer",
            "the Joint Operations Command",
            "Kataib Hezbollah",
            "the Pentagon",
            "a provincial council member",
        ),
        attacks=(
            "{number} rockets hit {place} on Wednesday evening without causing casualties",
            "{number} drones targeted {place} before dawn, wounding two guards",
            "a roadside bomb struck a supply convoy near {place} on Tuesday",
            "{number} mortar rounds landed near {place}, and nobody was hurt",
        ),
        sayings=(
            "{body} condemned what it called a cowardly act and promised an investigation",
            "{body} denied any part in the events at {place}",
            "{body} said that forces had been sent to {place} to search the area",
            "{body} warned that those behind it would be brought to justice",
        ),
        filler=(
            "The market opened an hour later than usual and shopkeepers swept their doorsteps",
            "Engineers had promised that the bridge would be finished before the winter rains",
            "A teacher described how pupils had learnt to tell thunder from a slammed door",
            "Prices for flour and cooking oil have risen slowly since the end of the summer",
            "The valley is known for its orchards, and lorries loaded with apples filled the road",
            "Analysts who follow the region say that patience is in short supply on every side",
            "In the evening the cafes were full again and the talk was of football and the weather",
        ),
    ),
    "ar": Phrases(
        places=("قاعدة حرير", "بلد", "كركوك", "أربيل", "عين الأسد", "التاجي", "البصرة", "سنجار"),
        bodies=(
            "خلية الإعلام الأمني",
            "ضابط في الشرطة",
            "قيادة العمليات المشتركة",
            "كتائب حزب الله",
            "البنتاغون",
            "عضو في مجلس المحافظة",
        ),
        attacks=(
            "سقطت {number} صواريخ على {place} مساء الأربعاء من دون وقوع إصابات",
            "استهدفت {number} طائرات مسيرة {place} فجرا ما أدى إلى إصابة حارسين",
            "انفجرت عبوة ناسفة برتل للدعم اللوجستي قرب {place} يوم الثلاثاء",
            "سقطت {number} قذائف هاون قرب {place} ولم يصب أحد بأذى",
        ),
        sayings=(
            "أدانت {body} ما وصفته بالعمل الجبان ووعدت بفتح تحقيق",
            "نفت {body} أي علاقة لها بما جرى في {place}",
            "قالت {body} إن قوة أرسلت إلى {place} لتفتيش المنطقة",
            "حذرت {body} من أن المسؤولين عن ذلك سيقدمون إلى العدالة",
        ),
        filler=(
            "فتح السوق أبوابه متأخرا ساعة عن موعده وكنس أصحاب المحال الغبار عن عتباتهم",
            "وعد المهندسون منذ أشهر بإكمال الجسر قبل موسم الأمطار",
            "وروت معلمة كيف تعلم التلاميذ التمييز بين صوت الرعد وصوت الباب",
            "وارتفعت أسعار الطحين والزيت ببطء منذ نهاية الصيف",
            "ويعرف الوادي ببساتينه وقد ملأت شاحنات التفاح الطريق",
            "ويقول متابعون للشأن المحلي إن الصبر بدأ ينفد لدى الجميع",
            "وفي المساء عادت المقاهي إلى الازدحام وكان الحديث عن كرة القدم والطقس",
        ),
    ),
    "fa": Phrases(
        places=("پایگاه حریر", "بلد", "کرکوک", "اربیل", "عین‌الاسد", "التاجی", "بصره", "سنجار"),
        bodies=(
            "سخنگوی وزارت امور خارجه ایران",
            "یک افسر پلیس",
            "روابط عمومی سپاه",
            "کتائب حزب‌الله",
            "پنتاگون",
            "یک عضو شورای استان",
        ),
        attacks=(
            "{number} راکت شامگاه چهارشنبه به {place} اصابت کرد و تلفاتی نداشت",
            "{number} پهپاد بامداد {place} را هدف قرار دادند و دو نگهبان زخمی شدند",
            "بمب کنار جاده‌ای روز سه‌شنبه نزدیک {place} کاروان پشتیبانی را هدف گرفت",
            "{number} خمپاره نزدیک {place} فرود آمد و کسی آسیب ندید",
        ),
        sayings=(
            "{body} این اقدام را بزدلانه خواند و محکوم کرد",
            "{body} هرگونه دخالت در رویدادهای {place} را تکذیب کرد",
            "{body} گفت نیروها برای جست‌وجو به {place} فرستاده شدند",
            "{body} هشدار داد که عاملان به دست عدالت سپرده خواهند شد",
        ),
        filler=(
            "بازار یک ساعت دیرتر از همیشه باز شد و کاسبان گرد و خاک را از جلوی مغازه‌ها روفتند",
            "مهندسان ماه‌هاست که قول داده‌اند پل پیش از باران‌های زمستانی آماده شود",
            "آموزگاری گفت دانش‌آموزان یاد گرفته‌اند صدای رعد را از صدای در بازشناسند",
            "بهای آرد و روغن از پایان تابستان آرام‌آرام بالا رفته است",
            "این دره به باغ‌هایش شناخته می‌شود و کامیون‌های سیب جاده را پر کرده بودند",
            "کارشناسان منطقه می‌گویند شکیبایی همه طرف‌ها رو به پایان است",
            "شب هنگام قهوه‌خانه‌ها دوباره پر شد و گفت‌وگوها درباره فوتبال و هوا بود",
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One generated story."""

    id: str
    language: str
    title: str
    text: str
    published: datetime


def made_stories(count: int, *, size: int = 3000, seed: int = 7) -> Iterator[Made]:
    """Stories of about `size` bytes of UTF-8 text, the languages in turn."""
    languages = tuple(PHRASES)
    for number in range(count):
        language = languages[number % len(languages)]
        rng = random.Random(f"{seed}/{number}")
        sentences = list(_sentences(PHRASES[language], rng, size))
        yield Made(
            id=f"made-{number}",
            language=language,
            title=sentences[0].rstrip("."),
            text=_paragraphs(sentences),
            published=EPOCH + timedelta(minutes=7 * number),
        )


def _sentences(phrases: Phrases, rng: random.Random, size: int) -> Iterator[str]:
    """About one sentence in six tells of an attack, one in six of a statement."""
    length = 0
    turn = 0
    while length < size:
        if turn == 0:
            model = rng.choice(phrases.attacks)
        else:
            model = rng.choice(
                rng.choices((phrases.attacks, phrases.sayings, phrases.filler), weights=(1, 1, 4))[
                    0
                ]
            )
        sentence = model.format(
            place=rng.choice(phrases.places),
            body=rng.choice(phrases.bodies),
            number=rng.randint(3, 12),
        )
        if model in phrases.filler:
            # No two sentences alike, as in life: a cache must not flatter the reader.
            sentence = f"{sentence} ({rng.randint(1000, 999_999)})"
        sentence = f"{sentence[0].upper()}{sentence[1:]}."
        length += len(sentence.encode())
        turn += 1
        yield sentence


def _paragraphs(sentences: list[str]) -> str:
    groups = [sentences[at : at + 3] for at in range(0, len(sentences), 3)]
    return "\n\n".join(" ".join(group) for group in groups)
