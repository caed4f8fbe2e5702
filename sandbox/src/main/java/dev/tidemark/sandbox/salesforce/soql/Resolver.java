package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.Reference;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Finds what names mean in the schema that a user may see. */
record Resolver(Schema schema, String soql) {
    private static final String HINT = " Please reference your WSDL or the describe call for the appropriate names.";

    SObject object(Ast.Name from) {
        SObject object = schema.object(from.text());
        if (object == null) {
            throw SoqlException.at(
                    soql,
                    from.offset(),
                    "INVALID_TYPE",
                    "sObject type '" + from.text() + "' is not supported. If you are attempting to use a custom object,"
                            + " be sure to append the '__c' after the entity name." + HINT);
        }
        return object;
    }

    Column column(SObject object, Ast.Name name) {
        String[] parts = name.text().split("\\.", -1);
        int first =
                parts.length > 1 && parts[0].equalsIgnoreCase(object.name()) && object.relationship(parts[0]) == null
                        ? 1 // the object's own name in front
                        : 0;
        var parents = new ArrayList<Field>();
        SObject at = object;
        for (int i = first; i < parts.length - 1; i++) {
            Field reference = at.relationship(parts[i]);
            if (reference == null || reference.reference() == null) {
                throw SoqlException.at(
                        soql,
                        name.offset(),
                        "INVALID_FIELD",
                        "Didn't understand relationship '" + parts[i] + "' in field path. If you are attempting to use"
                                + " a custom relationship, be sure to append the '__r' after the custom relationship"
                                + " name." + HINT);
            }
            parents.add(reference);
            at = parentType(reference.reference());
        }
        String last = parts[parts.length - 1];
        Field field = at.field(last);
        if (field == null) {
            throw SoqlException.at(
                    soql,
                    name.offset(),
                    "INVALID_FIELD",
                    "No such column '" + last + "' on entity '" + at.name() + "'. If you are attempting to use a custom"
                            + " field, be sure to append the '__c' after the custom field name." + HINT);
        }
        return new Column(parents, field);
    }

    Schema.Children children(SObject parent, Ast.Name name) {
        for (Schema.Children way : schema.children(parent)) {
            if (way.reference().children().equalsIgnoreCase(name.text())) {
                return way;
            }
        }
        throw SoqlException.at(
                soql,
                name.offset(),
                "INVALID_TYPE",
                "Didn't understand relationship '" + name.text() + "' in FROM part of query call. If you are attempting"
                        + " to use a custom relationship, be sure to append the '__r' after the custom relationship"
                        + " name." + HINT);
    }

    SoqlException cannot(Ast.Name name, String what) {
        return SoqlException.at(
                soql,
                name.offset(),
                "INVALID_FIELD",
                "field '" + name.text() + "' can not be " + what + " in a query call");
    }

    /** What names below a reference are looked up in. */
    SObject parentType(Reference reference) {
        if (reference.isPolymorphic()) {
            return AnyObject.NAME;
        }
        List<String> to = reference.to();
        SObject object = schema.object(to.getFirst());
        if (object == null) {
            throw SoqlException.of("INVALID_TYPE", "sObject type '" + to.getFirst() + "' is not supported.");
        }
        return object;
    }
}
