package dev.tidemark.sandbox.airtable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The base's tables, which can get fields more. */
final class Schema {
    static final String COMPANIES = "Companies";
    static final String PEOPLE = "People";
    static final String DEALS = "Deals & Renewals";

    private final List<Table> tables = new CopyOnWriteArrayList<>();

    Schema() {
        tables.add(table(
                COMPANIES,
                "Name:singleLineText",
                "Domain:url",
                "Industry:singleSelect:Software,Retail,Energy,Health",
                "Employees:number",
                "Score:percent",
                "Customer since:date",
                "Active:checkbox",
                "Notes:multilineText",
                "Number:autoNumber",
                "Code:singleLineText",
                "Last change:lastModifiedTime"));
        tables.add(table(
                PEOPLE,
                "Full name:singleLineText",
                "E-mail:email",
                "Phone:phoneNumber",
                "Company:multipleRecordLinks:" + COMPANIES,
                "Interests:multipleSelects:Sailing,Chess,Bread,Birds",
                "Met:dateTime"));
        tables.add(table(
                DEALS,
                "Title:singleLineText",
                "Company:multipleRecordLinks:" + COMPANIES,
                "Amount:currency",
                "Stage:singleSelect:Open,Won,Lost",
                "Closes:date",
                "Amount per day:formula",
                "Files:multipleAttachments"));
    }

    private static Table table(String name, String... columns) {
        List<Column> made = new ArrayList<>();
        for (String text : columns) {
            String[] parts = text.split(":", 3);
            String more = parts.length > 2 ? parts[2] : "";
            boolean link = parts[1].equals("multipleRecordLinks");
            made.add(new Column(
                    "fld" + Ids.of(name + parts[0]),
                    parts[0],
                    parts[1],
                    link || more.isEmpty() ? List.of() : List.of(more.split(",", -1)),
                    link ? "tbl" + Ids.of(more) : null));
        }
        return new Table("tbl" + Ids.of(name), name, List.copyOf(made));
    }

    List<Table> tables() {
        return List.copyOf(tables);
    }

    /** @throws Refused where there is none */
    Table the(String nameOrId) {
        return tables.stream()
                .filter(table -> table.name().equals(nameOrId) || table.id().equals(nameOrId))
                .findFirst()
                .orElseThrow(Refused::noModel);
    }

    void addField(String table, String name, String type) {
        Table old = the(table);
        List<Column> columns = new ArrayList<>(old.columns());
        columns.add(new Column("fld" + Ids.of(table + name), name, type, List.of(), null));
        tables.set(tables.indexOf(old), new Table(old.id(), old.name(), List.copyOf(columns)));
    }

    void removeField(String table, String name) {
        Table old = the(table);
        List<Column> columns = new ArrayList<>(old.columns());
        columns.removeIf(column -> column.name().equals(name));
        tables.set(tables.indexOf(old), new Table(old.id(), old.name(), List.copyOf(columns)));
    }
}
