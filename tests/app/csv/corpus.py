"""Small files as programs and people write them, and how a person expects each to be read."""

from typing import NamedTuple

from app.csv.table import Kind


class Case(NamedTuple):
    name: str
    text: str
    columns: dict[str, Kind]
    """What each column is called, and what it is."""
    first: tuple[object, ...]
    """The values of the first row; None: missing."""
    encoding: str = "utf-8"
    rows: int = 12
    notes: tuple[str, ...] = ()
    """What is said of it, in English, from its beginning."""
    header: bool = True


def lines(head: str, row: str, count: int = 12, end: str = "\n") -> str:
    """A header, and rows in which {n} counts from 1, {k}, {sex} and {kind} alternate, {d} is a digit."""
    made = [
        row.format(
            n=n,
            k="ab"[n % 2],
            d=n * 7 % 9 + 1,
            sex=("male", "female")[n % 2],
            m=150 + n * 7 % 40,
            kind=("setosa", "versicolor", "virginica")[n % 3],
            t=("True", "False")[n % 2],
            性="男女"[n % 2],
            th=f"{n % 9 + 1},{n * 37 % 900 + 100}",
            dth=f"{n % 9 + 1}.{n * 37 % 900 + 100}",
        )
        for n in range(1, count + 1)
    ]
    return end.join([*([head] if head else []), *made, ""])


CASES = [
    # Excel
    Case(
        "excel english",
        lines("Height,Weight,Sex", "{m},6{d}.5,{sex}", end="\r\n"),
        {"Height": "number", "Weight": "number", "Sex": "classes"},
        (157, 68.5, "female"),
    ),
    Case(
        "excel utf-8",
        lines("Size,Kind", "{m},{k}", end="\r\n"),
        {"Size": "number", "Kind": "classes"},
        (157, "b"),
        "utf-8-sig",
    ),
    Case(
        "excel german",
        lines("Länge;Breite;Art", "5,{d};3,5;{k}", end="\r\n"),
        {"Länge": "number", "Breite": "number", "Art": "classes"},
        (5.8, 3.5, "b"),
        "windows-1252",
    ),
    Case(
        "excel german thousands",
        lines("Umsatz;Größe;Art", "{dth},50;{m};{k}"),
        {"Umsatz": "number", "Größe": "number", "Art": "classes"},
        (2137.5, 157, "b"),
        "windows-1252",
    ),
    Case(
        "excel french",
        lines("Taille;Prix;Espèce", "12 {m},5;{m},25 €;{k}"),
        {"Taille": "number", "Prix": "number", "Espèce": "classes"},
        (12157.5, 157.25, "b"),
        "windows-1252",
    ),
    Case(
        "excel french narrow spaces",
        lines("Taille;Espèce", "1\u202f{m},5;{k}"),
        {"Taille": "number", "Espèce": "classes"},
        (1157.5, "b"),
    ),
    Case(
        "excel chinese",
        lines("身高,体重,性别", "{m},6{d},{性}"),
        {"身高": "number", "体重": "number", "性别": "classes"},
        (157, 68, "女"),
        "gbk",
    ),
    Case(
        "excel chinese 18030",
        lines("身高,体重,性别", "{m},6{d},{性}"),
        {"身高": "number", "体重": "number", "性别": "classes"},
        (157, 68, "女"),
        "gb18030",
    ),
    Case(
        "excel taiwan",
        lines("長度,寬度,種類", "{m},6{d},紅{k}"),
        {"長度": "number", "寬度": "number", "種類": "classes"},
        (157, 68, "紅b"),
        "big5",
    ),
    Case(
        "excel japan",
        lines("長さ,幅,種類", "{m},6{d},赤{k}"),
        {"長さ": "number", "幅": "number", "種類": "classes"},
        (157, 68, "赤b"),
        "cp932",
    ),
    Case(
        "excel unicode text",
        lines("a\tb\tk", "{m}\t6{d},5\t{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 68.5, "b"),
        "utf-16",
    ),
    Case(
        "utf-16 big endian",
        "\ufeff" + lines("a,b,k", "{m},6{d}.5,{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 68.5, "b"),
        "utf-16-be",
    ),
    Case(
        "utf-16 without a mark",
        lines("a,b,k", "{m},6{d}.5,{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 68.5, "b"),
        "utf-16-le",
    ),
    Case(
        "excel names its delimiter",
        "sep=;\r\n" + lines("a;b;k", "{m};6{d},5;{k}", end="\r\n"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 68.5, "b"),
    ),
    Case(
        "empty columns and rows at the end",
        lines("a,b,k,,", "{m},{d},{k},,") + ",,,,\n" * 5,
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8, "b"),
    ),
    Case(
        "an empty column in the middle",
        lines("a,,k", "{m},,{k}"),
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
    # R
    Case(
        "R with names of rows",
        lines('"","len","width","kind"', '"{n}",5.{d},3.5,"{kind}"'),
        {"column 1": "index", "len": "number", "width": "number", "kind": "classes"},
        (1, 5.8, 3.5, "versicolor"),
    ),
    Case(
        "R without a header for them",
        lines('"len" "width" "kind"', '"{n}" 5.{d} 3.5 "{kind}"'),
        {"column 1": "index", "len": "number", "width": "number", "kind": "classes"},
        (1, 5.8, 3.5, "versicolor"),
    ),
    Case(
        "R write.csv2",
        lines('"";"len";"kind"', '"{n}";5,{d};"{kind}"'),
        {"column 1": "index", "len": "number", "kind": "classes"},
        (1, 5.8, "versicolor"),
    ),
    Case(
        "R missing",
        lines('"age","sex"', '{m},"{sex}"') + 'NA,"male"\n55,NA\n',
        {"age": "number", "sex": "classes"},
        (157, "female"),
        rows=14,
    ),
    # pandas, NumPy, scikit-learn
    Case(
        "pandas index",
        lines(",x,ok,kind", "{n},1.{d},{t},{kind}").replace("\n1,", "\n0,", 1).replace("\n0,", "\n1,", 1),
        {"column 1": "index", "x": "number", "ok": "classes", "kind": "classes"},
        (1, 1.8, "False", "versicolor"),
    ),
    Case(
        "pandas twice",
        lines("Unnamed: 0,x,kind", "{n},1.{d},{k}"),
        {"Unnamed: 0": "index", "x": "number", "kind": "classes"},
        (1, 1.8, "b"),
    ),
    Case(
        "pandas missing",
        lines("x,k", "1.{d},{k}") + ",a\nNaN,b\n",
        {"x": "number", "k": "classes"},
        (1.8, "b"),
        rows=14,
    ),
    Case(
        "pandas numbers as names",
        lines("0,1,target", "1.{d},.3,{k}"),
        {"0": "number", "1": "number", "target": "classes"},
        (1.8, 0.3, "b"),
    ),
    Case(
        "pandas numbers alone as names",
        lines("0,1,2,3", "1.{d},.3,2.5,{n}.0"),
        {"0": "number", "1": "number", "2": "number", "3": "index"},
        (1.8, 0.3, 2.5, 1),
    ),
    Case(
        "numpy savetxt",
        lines("# a b k", "{m}.0 6{d}.5 {d}"),
        {"a": "number", "b": "number", "k": "number"},
        (157, 68.5, 8),
    ),
    Case(
        "no header",
        lines("", "5.{d},3.5,{kind}"),
        {"column 1": "number", "column 2": "number", "column 3": "classes"},
        (5.8, 3.5, "versicolor"),
        header=False,
    ),
    Case(
        "no header, no words",
        lines("", "5.{d},3.5,{n}"),
        {"column 1": "number", "column 2": "number", "column 3": "index"},
        (5.8, 3.5, 1),
        header=False,
    ),
    Case(
        "no header, words alone",
        lines("", "{k},{sex},{kind}"),
        {"column 1": "classes", "column 2": "classes", "column 3": "classes"},
        ("b", "female", "versicolor"),
        header=False,
    ),
    Case(
        "header, words alone",
        lines("letter,sex,kind", "{k},{sex},{kind}"),
        {"letter": "classes", "sex": "classes", "kind": "classes"},
        ("b", "female", "versicolor"),
    ),
    # Kaggle
    Case(
        "titanic",
        lines(
            "PassengerId,Survived,Pclass,Name,Sex,Age,Fare,Cabin,Embarked",
            '{n},1,3,"Braund, Mr. Owen ""{n}""",{sex},22.{d},7.25,,S',
        )
        .replace(",22.8,", ",,")
        .replace(",S\n", ",C\n", 3),
        {
            "PassengerId": "index",
            "Survived": "number",
            "Pclass": "number",
            "Name": "text",
            "Sex": "classes",
            "Age": "number",
            "Fare": "number",
            "Cabin": "empty",
            "Embarked": "classes",
        },
        (1, 1, 3, None, "female", None, 7.25, None, "C"),
    ),
    Case(
        "iris",
        lines("Id,SepalLengthCm,Species", "{n},5.{d},Iris-{kind}"),
        {"Id": "index", "SepalLengthCm": "number", "Species": "classes"},
        (1, 5.8, "Iris-versicolor"),
    ),
    Case(
        "housing",
        lines("longitude,total_rooms,ocean_proximity", "-122.{d},{m}.0,<1H {k}"),
        {"longitude": "number", "total_rooms": "number", "ocean_proximity": "classes"},
        (-122.8, 157, "<1H b"),
    ),
    Case(
        "a class called None",
        lines("LotArea,MasVnrType", "8{m},{k}").replace(",b", ",None"),
        {"LotArea": "number", "MasVnrType": "classes"},
        (8157, "None"),
    ),
    Case(
        "UCI marks",
        lines("", "{k},3{d}.83,?,+").replace("+\n", "-\n", 5),
        {"column 1": "classes", "column 2": "number", "column 3": "empty", "column 4": "classes"},
        ("b", 38.83, None, "-"),
        header=False,
    ),
    # Google Sheets, Numbers, LibreOffice, SPSS
    Case(
        "google sheets",
        lines("Height,Share,Kind", '"{th}.5",{d}%,{k}', end="\r\n"),
        {"Height": "number", "Share": "number", "Kind": "classes"},
        (2137.5, 8, "b"),
    ),
    Case(
        "sheets dollars",
        lines("Price,Kind", '"${th}",{k}'),
        {"Price": "number", "Kind": "classes"},
        (2137, "b"),
    ),
    Case(
        "numbers title",
        "Table 1\n" + lines("a;b;k", "{m};6{d},5;{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 68.5, "b"),
        notes=("Lines above the table that are left out: 1",),
    ),
    Case(
        "libreoffice quotes all",
        lines('"a";"b";"k"', '"{m}";"6{d},5";"{k}"'),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 68.5, "b"),
    ),
    Case(
        "spss",
        lines("id;alter;note", "{n};{m};2,{d}").replace(";2,8", "; "),
        {"id": "index", "alter": "number", "note": "number"},
        (1, 157, None),
    ),
    Case(
        "spss points for missing",
        lines("alter\tnote\tkind", "{m}\t2.{d}\t{k}").replace("2.8", "."),
        {"alter": "number", "note": "number", "kind": "classes"},
        (157, None, "b"),
    ),
    # Schools
    Case(
        "title and date above",
        "Survey of class 7b;;\nDate;2024-03-01;\n;;\n" + lines("Height;Weight;Sex", "1{m},5;6{d};{sex}"),
        {"Height": "number", "Weight": "number", "Sex": "classes"},
        (1157.5, 68, "female"),
        notes=("Lines above the table that are left out: 2",),
    ),
    Case(
        "title with a semicolon",
        "Made by; us in 2024\n\n" + lines("Height;Weight;Sex", "1{m},5;6{d};{sex}"),
        {"Height": "number", "Weight": "number", "Sex": "classes"},
        (1157.5, 68, "female"),
        notes=("Lines above the table that are left out: 1",),
    ),
    Case(
        "comments",
        "# measured in May, by us\n# two lines\n" + lines("a,b,k", "{m},{d},{k}") + "# end\n",
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8, "b"),
        notes=("Lines above the table that are left out: 2", "line 16: '# end' stands below the table"),
    ),
    Case(
        "units below the header",
        lines("Height,Weight,Sex\ncm,kg,", "{m},6{d},{sex}"),
        {"Height": "number", "Weight": "number", "Sex": "classes"},
        (157, 68, "female"),
        notes=("line 2: the units below the header are left out",),
    ),
    Case(
        "units in the cells",
        lines("Height,Weight,Sex", "{m} cm,6{d}kg,{sex}"),
        {"Height": "number", "Weight": "number", "Sex": "classes"},
        (157, 68, "female"),
    ),
    Case(
        "a source below",
        lines("a,k", "{m},{k}") + "\nSource: the ministry\n",
        {"a": "number", "k": "classes"},
        (157, "b"),
        notes=("line 15: 'Source: the ministry' stands below",),
    ),
    Case(
        "decimal commas and tabs",
        lines("a\tb\tk", "{m},5\t0,{d}\t{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157.5, 0.8, "b"),
    ),
    Case(
        "swiss",
        lines("a;b;k", "1'{m}.50;Fr. {d}.20;{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (1157.5, 8.2, "b"),
    ),
    Case("lakhs", lines("a;k", "1,23,{m}.5;{k}"), {"a": "number", "k": "classes"}, (123157.5, "b")),
    Case(
        "minus signs and brackets",
        lines("a;b;k", "−{m};(1{m}.50);{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (-157, -1157.5, "b"),
    ),
    Case(
        "bars", lines("a|b|k", "{m}|{d}|{k}"), {"a": "number", "b": "number", "k": "classes"}, (157, 8, "b")
    ),
    Case(
        "aligned with spaces",
        lines("    a     b   k", "  {m}  {d:3}.5   {k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8.5, "b"),
    ),
    Case(
        "quoted delimiters",
        lines('"Size, cm, max";Kind', "{m};{k}"),
        {"Size, cm, max": "number", "Kind": "classes"},
        (157, "b"),
    ),
    Case(
        "quotes after spaces",
        lines("a, b, k", '{m}, {d}, "{k}"'),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8, "b"),
    ),
    Case(
        "spaces around quotes",
        lines('"a" , "b" , "k"', '{m} , {d} , "{k}" '),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8, "b"),
    ),
    Case(
        "line breaks in the header",
        lines('"Height\nin cm","Kind\r\nof flower"', "{m},{k}"),
        {"Height in cm": "number", "Kind of flower": "classes"},
        (157, "b"),
    ),
    Case(
        "names twice and none",
        lines("a,a,,k", "{m},{d},1,{k}"),
        {"a": "number", "a (2)": "number", "column 3": "number", "k": "classes"},
        (157, 8, 1, "b"),
    ),
    Case(
        "years as names",
        lines("Land;2019;2020;2021;Art", "L{n};1,{d};2,{d};3,{d};{k}"),
        {"Land": "text", "2019": "number", "2020": "number", "2021": "number", "Art": "classes"},
        (None, 1.8, 2.8, 3.8, "b"),
    ),
    Case(
        "a table of bars",
        lines("| a | k |", "| {m} | {k} |"),
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
    Case(
        "quotes behind backslashes",
        lines("a,k", '{m},"the \\"{k}\\" one"'),
        {"a": "number", "k": "classes"},
        (157, 'the "b" one'),
    ),
    Case(
        "a comment among the rows",
        lines("a,k", "{m},{k}").replace("\n164,", "\n# broken sensor, see the log\n164,"),
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
    Case(
        "units in Chinese",
        lines("年龄,价格,种类", "{m}岁,{d}元,{性}"),
        {"年龄": "number", "价格": "number", "种类": "classes"},
        (157, 8, "女"),
    ),
    # Labels
    Case(
        "grades with a K",
        lines("age,grade", "{m},{n}")
        .replace(",1\n", ",K\n")
        .replace(",12\n", ",K\n")
        .replace(",2\n", ",10\n")
        .replace(",3\n", ",10\n")
        .replace(",4\n", ",5\n")
        .replace(",6\n", ",7\n")
        .replace(",8\n", ",9\n"),
        {"age": "number", "grade": "classes"},
        (157, "K"),
    ),
    Case(
        "one word among numbers",
        lines("age,k", "{m},{k}") + "K,a\n",
        {"age": "number", "k": "classes"},
        (157, "b"),
        rows=13,
        notes=("line 14, column age: 'K' is not a number",),
    ),
    Case(
        "classes called inf and nan",
        lines("x,k", "1.{d},{k}").replace(",a", ",inf").replace(",b", ",nan"),
        {"x": "number", "k": "classes"},
        (1.8, "nan"),
    ),
    Case(
        "NA is no class",
        lines("x,sex", "1.{d},{sex}", 40).replace(",female\n", ",NA\n", 10),
        {"x": "number", "sex": "classes"},
        (1.8, None),
        rows=40,
    ),
    Case(
        "twelve classes",
        lines("x,month", "1.{d},{n}") + lines("", "2.{d},{n}"),
        {"x": "number", "month": "number"},
        (1.8, 1),
        rows=24,
    ),
    Case(
        "in doubt",
        lines("a;k", "{dth};{k}"),
        {"a": "ambiguous", "k": "classes"},
        (None, "b"),
        notes=("line 2, column a: '2.137' may be 2.137 or 2137: choose the decimal mark",),
    ),
    Case(
        "percent beside none",
        lines("a,k", "{d}%,{k}") + "0.5,a\n",
        {"a": "number", "k": "classes"},
        (8, "b"),
        rows=13,
        notes=("line 14, column a: '0.5' has another unit",),
    ),
    Case(
        "times in seconds",
        lines("t,x", "{ts},{d}".replace("{ts}", "17000000{n}0")),
        {"t": "number", "x": "number"},
        (1700000010, 8),
    ),
    Case(
        "short rows",
        lines("a,b,k", "{m},{d},{k}") + "5,6\n",
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8, "b"),
        rows=13,
        notes=("line 14: the row has 2 cells, but the first line has 3",),
    ),
    # As found by trying what people have
    Case(
        "short chinese labels",
        lines("x,y", "{m},{性}"),
        {"x": "number", "y": "classes"},
        (157, "女"),
        "gbk",
    ),
    Case(
        "degrees alone are Western",
        lines("Temp (°C);Art", "1{d},5;{k}"),
        {"Temp (°C)": "number", "Art": "classes"},
        (18.5, "b"),
        "windows-1252",
    ),
    Case(
        "chinese commas and digits",
        lines("身高，体重，性别", "１{d}０，{d}，{性}"),
        {"身高": "number", "体重": "number", "性别": "classes"},
        (180, 8, "女"),
    ),
    Case(
        "zeros left out",
        lines("installs,k", "{d}.5k,{k}") + "1.2M,a\n700,b\n",
        {"installs": "number", "k": "classes"},
        (8500, "b"),
        rows=14,
    ),
    Case(
        "zeros left out in Chinese",
        lines("房价,类", "{d}.5万,{性}") + "25000,男\n",
        {"房价": "number", "类": "classes"},
        (85000, "女"),
        rows=13,
    ),
    Case(
        "accounting",
        lines("a,k", '"$(1,{m}.00)",{k}'),
        {"a": "number", "k": "classes"},
        (-1157, "b"),
    ),
    Case(
        "formulas of texts",
        lines("a,k", '="{m}",="{k}"'),
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
    Case(
        "a table of Markdown",
        lines("| a | k |\n| :--- | ---: |", "| {m} | {k} |"),
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
    Case(
        "a table of MySQL",
        "+---+---+\n" + lines("| a | k |\n+---+---+", "| {m} | {k} |") + "+---+---+\n",
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
    Case(
        "a table of PostgreSQL",
        lines(" a | k \n---+---", " {m} | {k}") + "(12 rows)\n",
        {"a": "number", "k": "classes"},
        (157, "b"),
        notes=("line 15: '(12 rows)' stands below the table",),
    ),
    Case(
        "two files in one",
        lines("a,b,k", "{m},{d},{k}") + "\ufeff" + lines("a,b,k", "{m},{d},{k}"),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 8, "b"),
        rows=24,
        notes=("line 14: the header is repeated here: left out",),
    ),
    Case(
        "errors of Excel in German",
        lines("a;b;k", "{m};3,{d};{k}") + "1;#NV;a\n2;#ZAHL!;b\n3;unbekannt;a\n",
        {"a": "number", "b": "number", "k": "classes"},
        (157, 3.8, "b"),
        rows=15,
    ),
    Case(
        "unknown among few values",
        lines("a,b,k", "{m},unknown,{k}").replace("unknown", "3", 6).replace("unknown", "4", 3),
        {"a": "number", "b": "number", "k": "classes"},
        (157, 3, "b"),
    ),
    Case(
        "years above whole numbers",
        lines("2020,2021,2022", "1{d},2{d},{d}"),
        {"2020": "number", "2021": "number", "2022": "number"},
        (18, 28, 8),
    ),
    Case(
        "classes alike for eighty letters",
        lines("a,k", "{m}," + "so " * 30 + "{k}"),
        {"a": "number", "k": "classes"},
        (157, ("so " * 30)[:76] + " (2)"),
    ),
    Case(
        "marks of direction",
        lines("a,k", "\u200e{m},{k}\u200b"),
        {"a": "number", "k": "classes"},
        (157, "b"),
    ),
]
