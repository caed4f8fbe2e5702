package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.Reference;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /sobjects} and {@code /sobjects/X/describe}. */
final class DescribeResource {
    private DescribeResource() {}

    static ObjectNode global(Call call) {
        ObjectNode all = Json.object();
        all.put("encoding", "UTF-8");
        all.put("maxBatchSize", 200);
        ArrayNode objects = all.putArray("sobjects");
        call.view().objects().forEach(object -> objects.add(brief(object, call.version())));
        return all;
    }

    /** What describeGlobal tells of an object. */
    static ObjectNode brief(SObject object, String version) {
        boolean isUser = object.name().equals("User");
        ObjectNode node = Json.object();
        node.put("activateable", false);
        node.putNull("associateEntityType");
        node.putNull("associateParentEntity");
        node.put("createable", true);
        node.put("custom", object.isCustom());
        node.put("customSetting", false);
        node.put("deepCloneable", false);
        node.put("deletable", !isUser);
        node.put("deprecatedAndHidden", false);
        node.put("feedEnabled", !object.isCustom());
        node.put("hasSubtypes", false);
        node.put("isInterface", false);
        node.put("isSubtype", false);
        node.put("keyPrefix", object.keyPrefix());
        node.put("label", object.label());
        node.put("labelPlural", object.labelPlural());
        node.put("layoutable", true);
        node.put("mergeable", object.isMergeable());
        node.put("mruEnabled", true);
        node.put("name", object.name());
        node.put("queryable", true);
        node.put("replicateable", true);
        node.put("retrieveable", true);
        node.put("searchable", true);
        node.put("triggerable", true);
        node.put("undeletable", !isUser && object.hasBin());
        node.put("updateable", true);
        ObjectNode urls = node.putObject("urls");
        String base = "/services/data/" + version + "/sobjects/" + object.name();
        urls.put("rowTemplate", base + "/{ID}");
        urls.put("describe", base + "/describe");
        urls.put("sobject", base);
        return node;
    }

    static ObjectNode full(Call call, SObject object) {
        ObjectNode node = brief(object, call.version());
        node.putArray("actionOverrides");
        ArrayNode children = node.putArray("childRelationships");
        for (Schema.Children way : call.view().children(object)) {
            children.add(child(way));
        }
        node.put("compactLayoutable", true);
        node.putNull("defaultImplementation");
        node.putNull("extendedBy");
        node.putNull("extendsInterfaces");
        ArrayNode fields = node.putArray("fields");
        object.fields().forEach(field -> fields.add(field(field)));
        node.putNull("implementedBy");
        node.putNull("implementsInterfaces");
        node.putNull("listviewable");
        node.putNull("lookupLayoutable");
        node.putArray("namedLayoutInfos");
        node.putNull("networkScopeFieldName");
        ObjectNode master = node.putArray("recordTypeInfos").addObject();
        master.put("active", true);
        master.put("available", true);
        master.put("defaultRecordTypeMapping", true);
        master.put("developerName", "Master");
        master.put("master", true);
        master.put("name", "Master");
        master.put("recordTypeId", "012000000000000AAA");
        master.putObject("urls");
        node.put("searchLayoutable", true);
        node.put("sobjectDescribeOption", "FULL");
        ObjectNode scope = node.putArray("supportedScopes").addObject();
        scope.put("label", "All " + object.labelPlural().toLowerCase(java.util.Locale.ROOT));
        scope.put("name", "everything");
        return node;
    }

    private static ObjectNode child(Schema.Children way) {
        ObjectNode node = Json.object();
        node.put("cascadeDelete", way.reference().cascade());
        node.put("childSObject", way.child().name());
        node.put("deprecatedAndHidden", false);
        node.put("field", way.field().name());
        node.putArray("junctionIdListNames");
        node.putArray("junctionReferenceTo");
        text(node, "relationshipName", way.reference().children());
        node.put("restrictedDelete", false);
        return node;
    }

    private static ObjectNode field(Field field) {
        FieldType type = field.type();
        Reference reference = field.reference();
        ObjectNode node = Json.object();
        node.put("aggregatable", field.is(Trait.AGGREGATABLE));
        node.put("aiPredictionField", false);
        node.put("autoNumber", false);
        node.put("byteLength", type.isId() ? field.length() : type.isText() ? 3 * field.length() : 0);
        node.put("calculated", field.isCalculated());
        text(node, "calculatedFormula", field.formulaText());
        node.put("cascadeDelete", reference != null && reference.cascade());
        node.put("caseSensitive", false);
        text(node, "compoundFieldName", field.compound());
        node.putNull("controllerName");
        node.put("createable", field.is(Trait.CREATEABLE));
        node.put("custom", field.is(Trait.CUSTOM));
        defaultValue(node, field.defaultValue());
        node.putNull("defaultValueFormula");
        node.put("defaultedOnCreate", field.is(Trait.DEFAULTED_ON_CREATE));
        node.put("dependentPicklist", false);
        node.put("deprecatedAndHidden", false);
        node.put("digits", field.digits());
        node.put("displayLocationInDecimal", false);
        node.put("encrypted", type == FieldType.ENCRYPTEDSTRING);
        node.put("externalId", field.is(Trait.EXTERNAL_ID));
        text(node, "extraTypeInfo", field.extraTypeInfo());
        node.put("filterable", field.is(Trait.FILTERABLE));
        node.putNull("filteredLookupInfo");
        node.put("formulaTreatNullNumberAsZero", false);
        node.put("groupable", field.is(Trait.GROUPABLE));
        node.put("highScaleNumber", false);
        node.put("htmlFormatted", false);
        node.put("idLookup", field.is(Trait.ID_LOOKUP));
        node.putNull("inlineHelpText");
        node.put("label", field.label());
        node.put("length", field.length());
        text(node, "mask", type == FieldType.ENCRYPTEDSTRING ? "asterisk" : null);
        text(node, "maskType", type == FieldType.ENCRYPTEDSTRING ? "lastFour" : null);
        node.put("name", field.name());
        node.put("nameField", field.is(Trait.NAME_FIELD));
        node.put("namePointing", reference != null && reference.isPolymorphic());
        node.put("nillable", field.is(Trait.NILLABLE));
        boolean granted = field.is(Trait.CREATEABLE) || field.isCalculated() || type.isCompound();
        node.put("permissionable", field.is(Trait.NILLABLE) && granted);
        picklist(node, field);
        node.put("polymorphicForeignKey", reference != null && reference.isPolymorphic());
        node.put("precision", field.precision());
        node.put("queryByDistance", type.isCompound());
        node.putNull("referenceTargetField");
        ArrayNode to = node.putArray("referenceTo");
        if (reference != null) {
            reference.to().forEach(to::add);
        }
        text(node, "relationshipName", reference == null ? null : reference.name());
        if (field.is(Trait.MASTER_DETAIL)) {
            node.put("relationshipOrder", 0);
        } else {
            node.putNull("relationshipOrder");
        }
        node.put("restrictedDelete", false);
        node.put("restrictedPicklist", field.is(Trait.RESTRICTED_PICKLIST));
        node.put("scale", field.scale());
        node.put("searchPrefilterable", reference != null && field.is(Trait.CREATEABLE) && field.is(Trait.NILLABLE));
        node.put("soapType", type.soapType());
        node.put("sortable", field.is(Trait.SORTABLE));
        node.put("type", type.apiName());
        node.put("unique", field.is(Trait.UNIQUE));
        node.put("updateable", field.is(Trait.UPDATEABLE));
        node.put("writeRequiresMasterRead", false);
        return node;
    }

    private static void picklist(ObjectNode node, Field field) {
        ArrayNode values = node.putArray("picklistValues");
        for (String value : field.picklist()) {
            ObjectNode one = values.addObject();
            one.put("active", true);
            one.put("defaultValue", value.equals(field.defaultValue()));
            one.put("label", value);
            one.putNull("validFor");
            one.put("value", value);
        }
    }

    private static void defaultValue(ObjectNode node, @Nullable Object value) {
        switch (value) {
            case Boolean truth -> node.put("defaultValue", truth);
            case String text -> node.put("defaultValue", text);
            case null, default -> node.putNull("defaultValue");
        }
    }

    private static void text(ObjectNode node, String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            node.putNull(name);
        } else {
            node.put(name, text);
        }
    }
}
