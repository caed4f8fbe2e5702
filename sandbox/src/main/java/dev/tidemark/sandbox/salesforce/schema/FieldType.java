package dev.tidemark.sandbox.salesforce.schema;

import java.util.Locale;

/** The types a field can have, with the SOAP type that describe gives for each. */
public enum FieldType {
    ID("tns:ID"),
    STRING("xsd:string"),
    PICKLIST("xsd:string"),
    /** Several values of a list, with {@code ;} between them. */
    MULTIPICKLIST("xsd:string"),
    /** Kept whole, shown masked. */
    ENCRYPTEDSTRING("xsd:string"),
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
    /** Kept as text, as it is written: {@code 10:30:00.000Z}. */
    TIME("xsd:time"),
    /** Latitude and longitude as one, of a custom field. */
    LOCATION("urn:location"),
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
            case STRING, PICKLIST, MULTIPICKLIST, ENCRYPTEDSTRING, TEXTAREA, EMAIL, PHONE, URL -> true;
            default -> false;
        };
    }

    public boolean isId() {
        return this == ID || this == REFERENCE;
    }

    /** Made of the values of other fields. */
    public boolean isCompound() {
        return this == ADDRESS || this == LOCATION;
    }

    /** Kept as a double. */
    public boolean isDecimal() {
        return this == DOUBLE || this == CURRENCY || this == PERCENT;
    }

    public boolean isNumber() {
        return isDecimal() || this == INT;
    }
}
