package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.util.ArrayList;
import java.util.List;

/** What a record of the result shows, in the order asked for: fields, parents within it, children within it. */
final class Shape {
    sealed interface Part {}

    record Leaf(Field field) implements Part {}

    record Parent(String name, Field reference, Shape shape) implements Part {}

    record Kids(String name, Field link, Plan plan) implements Part {}

    private final SObject object;
    private final List<Part> parts = new ArrayList<>();

    Shape(SObject object) {
        this.object = object;
    }

    SObject object() {
        return object;
    }

    List<Part> parts() {
        return parts;
    }

    boolean has(Field field) {
        return parts.stream().anyMatch(part -> part instanceof Leaf(Field own) && own.equals(field));
    }

    void add(Part part) {
        parts.add(part);
    }

    /** The parent of that name, added if need be. */
    Shape parent(String name, Field reference, SObject type) {
        for (Part part : parts) {
            if (part instanceof Parent parent && parent.name().equals(name)) {
                return parent.shape();
            }
        }
        var shape = new Shape(type);
        parts.add(new Parent(name, reference, shape));
        return shape;
    }

    /** The most characters a record can take: what makes Salesforce shrink its pages. */
    int width() {
        int width = 0;
        for (Part part : parts) {
            width += switch (part) {
                case Leaf(Field field) -> Math.max(field.length(), 20);
                case Parent(String name, Field reference, Shape shape) -> shape.width();
                case Kids(String name, Field link, Plan plan) -> plan.shape().width();
            };
        }
        return width;
    }
}
