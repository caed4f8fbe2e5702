package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.schema.Field;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The records of an ordinary query. */
record Hits(Org org, Shape shape, List<Hit> hits) implements ResultSet {
    @Override
    public int size() {
        return hits.size();
    }

    @Override
    public int width() {
        return shape.width();
    }

    @Override
    public Flat flat() {
        return new Flat(org, shape, hits);
    }

    @Override
    public void write(int index, JsonGenerator json, String version) {
        write(json, shape, hits.get(index), version);
    }

    private void write(JsonGenerator json, Shape as, Hit hit, String version) {
        json.writeStartObject();
        boolean any = as.object().equals(AnyObject.NAME);
        RowJson.attributes(json, any ? as.object().name() : hit.row().object().name(), hit.row(), version);
        int parent = 0;
        int kids = 0;
        for (Shape.Part part : as.parts()) {
            switch (part) {
                case Shape.Leaf(Field named) -> {
                    if (any) {
                        json.writeName(named.name());
                        RowJson.value(json, named.type(), AnyObject.value(org, hit.row(), named));
                    } else {
                        RowJson.field(json, org, hit.row(), named, version);
                    }
                }
                case Shape.Parent(String name, Field reference, Shape below) -> {
                    json.writeName(name);
                    hit.parents()
                            .get(parent++)
                            .ifPresentOrElse(found -> write(json, below, found, version), json::writeNull);
                }
                case Shape.Kids(String name, Field link, Plan plan) -> {
                    json.writeName(name);
                    children(json, plan.shape(), hit.children().get(kids++), version);
                }
            }
        }
        json.writeEndObject();
    }

    private void children(JsonGenerator json, Shape as, List<Hit> children, String version) {
        if (children.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("totalSize", children.size());
        json.writeBooleanProperty("done", true);
        json.writeArrayPropertyStart("records");
        children.forEach(child -> write(json, as, child, version));
        json.writeEndArray();
        json.writeEndObject();
    }
}
