"""Countries of Europe and provinces of the Netherlands, with their capitals.

Names of two words are one word here (Den_Haag), because one word is one token. A country is left out where its name or
its capital is open to dispute, and where it would take three words.
"""

CAPITALS = """
    country            | capital    | land                    | hoofdstad
    Albania            | Tirana     | Albanië                 | Tirana
    Austria            | Vienna     | Oostenrijk              | Wenen
    Belarus            | Minsk      | Belarus                 | Minsk
    Belgium            | Brussels   | België                  | Brussel
    Bulgaria           | Sofia      | Bulgarije               | Sofia
    Croatia            | Zagreb     | Kroatië                 | Zagreb
    Cyprus             | Nicosia    | Cyprus                  | Nicosia
    Czechia            | Prague     | Tsjechië                | Praag
    Denmark            | Copenhagen | Denemarken              | Kopenhagen
    Estonia            | Tallinn    | Estland                 | Tallinn
    Finland            | Helsinki   | Finland                 | Helsinki
    France             | Paris      | Frankrijk               | Parijs
    Germany            | Berlin     | Duitsland               | Berlijn
    Greece             | Athens     | Griekenland             | Athene
    Hungary            | Budapest   | Hongarije               | Boedapest
    Iceland            | Reykjavik  | IJsland                 | Reykjavik
    Ireland            | Dublin     | Ierland                 | Dublin
    Italy              | Rome       | Italië                  | Rome
    Latvia             | Riga       | Letland                 | Riga
    Liechtenstein      | Vaduz      | Liechtenstein           | Vaduz
    Lithuania          | Vilnius    | Litouwen                | Vilnius
    Luxembourg         | Luxembourg | Luxemburg               | Luxemburg
    Malta              | Valletta   | Malta                   | Valletta
    Moldova            | Chisinau   | Moldavië                | Chisinau
    Montenegro         | Podgorica  | Montenegro              | Podgorica
    the Netherlands    | Amsterdam  | Nederland               | Amsterdam
    North_Macedonia    | Skopje     | Noord-Macedonië         | Skopje
    Norway             | Oslo       | Noorwegen               | Oslo
    Poland             | Warsaw     | Polen                   | Warschau
    Portugal           | Lisbon     | Portugal                | Lissabon
    Romania            | Bucharest  | Roemenië                | Boekarest
    Russia             | Moscow     | Rusland                 | Moskou
    Serbia             | Belgrade   | Servië                  | Belgrado
    Slovakia           | Bratislava | Slowakije               | Bratislava
    Slovenia           | Ljubljana  | Slovenië                | Ljubljana
    Spain              | Madrid     | Spanje                  | Madrid
    Sweden             | Stockholm  | Zweden                  | Stockholm
    Ukraine            | Kyiv       | Oekraïne                | Kyiv
    the United_Kingdom | London     | het Verenigd_Koninkrijk | Londen
"""
PROVINCES = """
    province      | capital           | provincie     | hoofdstad
    Groningen     | Groningen         | Groningen     | Groningen
    Friesland     | Leeuwarden        | Friesland     | Leeuwarden
    Drenthe       | Assen             | Drenthe       | Assen
    Overijssel    | Zwolle            | Overijssel    | Zwolle
    Flevoland     | Lelystad          | Flevoland     | Lelystad
    Gelderland    | Arnhem            | Gelderland    | Arnhem
    Utrecht       | Utrecht           | Utrecht       | Utrecht
    North_Holland | Haarlem           | Noord-Holland | Haarlem
    South_Holland | The_Hague         | Zuid-Holland  | Den_Haag
    Zeeland       | Middelburg        | Zeeland       | Middelburg
    North_Brabant | ’s-Hertogenbosch  | Noord-Brabant | ’s-Hertogenbosch
    Limburg       | Maastricht        | Limburg       | Maastricht
"""
