package dev.tidemark.sandbox.salesforce.schema;

import java.util.Locale;

/** The types a field can have, with the SOAP type that describe gives for each. */
public enum FieldType {
    ID("tns:ID"),
    STRING("xsd:string"),
    PICKLIST("xsd:string"),
    REFERENCE("tns:ID"),
    TEXTAREA("xsd:string"),
    EMAIL("xsd:string"),
    PHONE("xsd:string"),
    URL("xsd:string"),
    DOUBLE("xsd:double"),
    CURRENCY("xsd:double"),
    PERCENT("xsd:double"),
    INT("xsd:int"),
    BOOLEAN("xsd:boolean"),
    DATE("xsd:date"),
    DATETIME("xsd:dateTime"),
    ADDRESS("urn:address"),
    BASE64("xsd:base64Binary");

    private final String soapType;

    FieldType(String soapType) {
        this.soapType = soapType;
    }

    public String soapType() {
        return soapType;
    }

    /** As describe spells it. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isText() {
        return switch (this) {
            case STRING, PICKLIST, TEXTAREA, EMAIL, PHONE, URL -> true;
            default -> false;
        };
    }

    public boolean isId() {
        return this == ID || this == REFERENCE;
    }

    /** Kept as a double. */
    public boolean isDecimal() {
        return this == DOUBLE || this == CURRENCY || this == PERCENT;
    }

    public boolean isNumber() {
        return isDecimal() || this == INT;
    }
}
