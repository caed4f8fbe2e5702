package dev.tidemark.sandbox.seed;

import java.util.List;

/** What names, places and subjects are made of. */
public final class Words {
    /** A city with its state, country and the first digits of its postal codes. */
    public record Place(String city, String state, String country, String postal) {}

    public static final List<String> COMPANY_FIRST = List.of(
            "Northwind",
            "Bluefin",
            "Harbour",
            "Cedar",
            "Granite",
            "Summit",
            "Lakeside",
            "Orchard",
            "Beacon",
            "Falcon",
            "Juniper",
            "Meridian",
            "Pioneer",
            "Silverline",
            "Redwood",
            "Atlas",
            "Copper",
            "Driftwood",
            "Evergreen",
            "Foxglove",
            "Glacier",
            "Hawthorn",
            "Ironbridge",
            "Kestrel",
            "Linden",
            "Maple",
            "Nimbus",
            "Oakfield",
            "Polaris",
            "Quarry",
            "Riverstone",
            "Saffron",
            "Tamarind",
            "Umber",
            "Vantage",
            "Willow",
            "Yarrow",
            "Zephyr",
            "Ångström",
            "São Jorge");
    public static final List<String> COMPANY_SECOND = List.of(
            "Logistics",
            "Analytics",
            "Foods",
            "Robotics",
            "Health",
            "Energy",
            "Capital",
            "Software",
            "Motors",
            "Textiles",
            "Media",
            "Labs",
            "Insurance",
            "Shipping",
            "Instruments",
            "Networks",
            "Biotech",
            "Retail",
            "Education",
            "Systems",
            "Materials",
            "Aviation",
            "Farms",
            "Studios");
    public static final List<String> COMPANY_LAST =
            List.of("Inc.", "Ltd", "GmbH", "Group", "& Co.", "LLC", "S.A.", "AB");
    public static final List<String> FIRST = List.of(
            "Ada", "Amara", "Ben", "Carlos", "Chloé", "Daniel", "Elena", "Emeka", "Fatima", "Grace", "Hannah", "Ivan",
            "James", "Jing", "Kofi", "Laura", "Liam", "Mei", "Mohamed", "Nadia", "Noah", "Olivia", "Pedro", "Priya",
            "Quinn", "Rosa", "Samir", "Sofia", "Tariq", "Uma", "Victor", "Wanjiru", "Yuki", "Zoë");
    public static final List<String> LAST = List.of(
            "Abara",
            "Anderson",
            "Bauer",
            "Brown",
            "Castillo",
            "Chen",
            "Diaz",
            "Eriksson",
            "Fischer",
            "García",
            "Haddad",
            "Hughes",
            "Ito",
            "Jensen",
            "Kaur",
            "Kim",
            "Kowalski",
            "Lopez",
            "Martin",
            "Mbeki",
            "Müller",
            "Nguyen",
            "O'Brien",
            "Okafor",
            "Patel",
            "Petrov",
            "Quispe",
            "Rossi",
            "Sato",
            "Schmidt",
            "Silva",
            "Smith",
            "Tanaka",
            "Usman",
            "Van Dijk",
            "Wagner",
            "Wong",
            "Yilmaz",
            "Zhang",
            "Öztürk");
    public static final List<Place> PLACES = List.of(
            new Place("Hamburg", "Hamburg", "Germany", "20"),
            new Place("Austin", "Texas", "United States", "787"),
            new Place("Portland", "Oregon", "United States", "972"),
            new Place("Leeds", "England", "United Kingdom", "LS1 "),
            new Place("Lyon", "Auvergne-Rhône-Alpes", "France", "690"),
            new Place("Osaka", "Osaka", "Japan", "530-00"),
            new Place("Porto", "Porto", "Portugal", "4000-0"),
            new Place("Toronto", "Ontario", "Canada", "M5H "),
            new Place("Nairobi", "Nairobi", "Kenya", "001"),
            new Place("Medellín", "Antioquia", "Colombia", "0500"));
    public static final List<String> STREETS = List.of(
            "Harbour Street",
            "Mill Lane",
            "Station Road",
            "Market Square",
            "Chestnut Avenue",
            "Canal Walk",
            "Lighthouse Way",
            "Foundry Row");
    public static final List<String> TITLES = List.of(
            "Chief Executive Officer",
            "VP Sales",
            "VP Customer Success",
            "Head of Data",
            "Operations Manager",
            "Account Manager",
            "Software Engineer",
            "Analyst",
            "Buyer",
            "Controller");
    public static final List<String> DEPARTMENTS =
            List.of("Sales", "Finance", "Operations", "Engineering", "Customer Success", "Procurement");
    public static final List<String> SUBJECTS =
            List.of("Call", "Send Quote", "Follow up", "Quarterly review", "Onboarding", "Renewal talk", "Email");
    public static final List<String> DEALS =
            List.of("New licences", "Renewal", "Expansion", "Pilot", "Services", "Migration");

    private Words() {}
}
