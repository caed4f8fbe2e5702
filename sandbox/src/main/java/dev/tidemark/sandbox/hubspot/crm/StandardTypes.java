package dev.tidemark.sandbox.hubspot.crm;

import static dev.tidemark.sandbox.hubspot.crm.Property.choice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of a new account, with a handful of the hundreds of properties that each really has, and a few custom ones. */
final class StandardTypes {
    static final List<String> STAGES = List.of(
            "appointmentscheduled",
            "qualifiedtobuy",
            "presentationscheduled",
            "decisionmakerboughtin",
            "contractsent",
            "closedwon",
            "closedlost");

    private StandardTypes() {}

    static Map<String, ObjectType> all() {
        var types = new LinkedHashMap<String, ObjectType>();
        for (ObjectType type : List.of(
                contacts(),
                companies(),
                deals(),
                tickets(),
                products(),
                lineItems(),
                quotes(),
                activity(
                        "calls",
                        "CALL",
                        "0-48",
                        Property.of("hs_call_title", "Title", "string"),
                        Property.of("hs_call_body", "Notes", "string"),
                        Property.of("hs_call_duration", "Duration", "number")),
                activity(
                        "emails",
                        "EMAIL",
                        "0-49",
                        Property.of("hs_email_subject", "Subject", "string"),
                        Property.of("hs_email_text", "Text", "string")),
                activity(
                        "meetings",
                        "MEETING_EVENT",
                        "0-47",
                        Property.of("hs_meeting_title", "Title", "string"),
                        Property.of("hs_meeting_start_time", "Start", "datetime"),
                        Property.of("hs_meeting_end_time", "End", "datetime")),
                activity("notes", "NOTE", "0-46", Property.of("hs_note_body", "Body", "string")),
                activity(
                        "tasks",
                        "TASK",
                        "0-27",
                        Property.of("hs_task_subject", "Subject", "string"),
                        choice(
                                "hs_task_status",
                                "Status",
                                "NOT_STARTED",
                                "IN_PROGRESS",
                                "WAITING",
                                "COMPLETED",
                                "DEFERRED"),
                        choice("hs_task_priority", "Priority", "LOW", "MEDIUM", "HIGH")),
                vessels())) {
            types.put(type.name(), type);
        }
        return types;
    }

    private static ObjectType contacts() {
        return type(
                "contacts",
                "CONTACT",
                "0-1",
                "lastmodifieddate",
                List.of("firstname", "lastname", "email"),
                false,
                Property.of("firstname", "First Name", "string"),
                Property.of("lastname", "Last Name", "string"),
                Property.of("email", "Email", "string").isUnique(),
                Property.of("phone", "Phone Number", "string"),
                Property.of("jobtitle", "Job Title", "string"),
                Property.of("company", "Company Name", "string"),
                Property.of("website", "Website URL", "string"),
                Property.of("address", "Street Address", "string"),
                Property.of("city", "City", "string"),
                Property.of("state", "State/Region", "string"),
                Property.of("zip", "Postal Code", "string"),
                Property.of("country", "Country/Region", "string"),
                choice("lifecyclestage", "Lifecycle Stage", "subscriber", "lead", "opportunity", "customer"),
                choice("hs_lead_status", "Lead Status", "NEW", "OPEN", "IN_PROGRESS", "UNQUALIFIED"),
                Property.of("hs_email_optout", "Unsubscribed", "bool"),
                Property.of("hs_lifecyclestage_lead_date", "Became a Lead", "datetime")
                        .isReadOnly(),
                Property.of("hs_merged_object_ids", "Merged record IDs", "string")
                        .isReadOnly(),
                Property.of("days_since_created", "Days Since Created", "number")
                        .isCalculated(),
                Property.of("external_id", "External ID", "string").isUnique().isCustom(),
                Property.of("health_score", "Health Score", "number").isCustom(),
                Property.of("is_champion", "Is Champion", "bool").isCustom(),
                Property.of("renewal_date", "Renewal Date", "date").isCustom());
    }

    private static ObjectType companies() {
        return type(
                "companies",
                "COMPANY",
                "0-2",
                "hs_lastmodifieddate",
                List.of("name", "domain"),
                false,
                Property.of("name", "Company Name", "string"),
                Property.of("domain", "Company Domain Name", "string"),
                choice(
                        "industry",
                        "Industry",
                        "COMPUTER_SOFTWARE",
                        "INFORMATION_TECHNOLOGY_AND_SERVICES",
                        "RENEWABLES_ENVIRONMENT",
                        "HOSPITAL_HEALTH_CARE",
                        "LOGISTICS_AND_SUPPLY_CHAIN"),
                Property.of("phone", "Phone Number", "string"),
                Property.of("website", "Website URL", "string"),
                Property.of("description", "Description", "string"),
                Property.of("address", "Street Address", "string"),
                Property.of("city", "City", "string"),
                Property.of("state", "State/Region", "string"),
                Property.of("zip", "Postal Code", "string"),
                Property.of("country", "Country/Region", "string"),
                Property.of("numberofemployees", "Number of Employees", "number"),
                Property.of("annualrevenue", "Annual Revenue", "number"),
                choice("lifecyclestage", "Lifecycle Stage", "subscriber", "lead", "opportunity", "customer"),
                Property.of("hs_merged_object_ids", "Merged record IDs", "string")
                        .isReadOnly(),
                Property.of("external_id", "External ID", "string").isUnique().isCustom(),
                Property.of("health_score", "Health Score", "number").isCustom());
    }

    private static ObjectType deals() {
        return type(
                "deals",
                "DEAL",
                "0-3",
                "hs_lastmodifieddate",
                List.of("dealname", "amount", "dealstage", "pipeline", "closedate"),
                false,
                Property.of("dealname", "Deal Name", "string"),
                Property.of("amount", "Amount", "number"),
                choice("pipeline", "Pipeline", "default"),
                choice("dealstage", "Deal Stage", STAGES.toArray(String[]::new)),
                choice("dealtype", "Deal Type", "newbusiness", "existingbusiness"),
                Property.of("closedate", "Close Date", "datetime"),
                Property.of("hs_merged_object_ids", "Merged record IDs", "string")
                        .isReadOnly(),
                Property.of("external_id", "External ID", "string").isUnique().isCustom());
    }

    private static ObjectType tickets() {
        return type(
                "tickets",
                "TICKET",
                "0-5",
                "hs_lastmodifieddate",
                List.of(
                        "subject",
                        "content",
                        "hs_pipeline",
                        "hs_pipeline_stage",
                        "hs_ticket_category",
                        "hs_ticket_priority"),
                false,
                Property.of("subject", "Ticket name", "string"),
                Property.of("content", "Ticket description", "string"),
                choice("hs_pipeline", "Pipeline", "0"),
                choice("hs_pipeline_stage", "Ticket status", "1", "2", "3", "4"),
                choice("hs_ticket_category", "Category", "PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST"),
                choice("hs_ticket_priority", "Priority", "LOW", "MEDIUM", "HIGH"),
                Property.of("external_id", "External ID", "string").isUnique().isCustom());
    }

    private static ObjectType products() {
        return type(
                "products",
                "PRODUCT",
                "0-7",
                "hs_lastmodifieddate",
                List.of("name", "description", "price"),
                false,
                Property.of("name", "Name", "string"),
                Property.of("description", "Product description", "string"),
                Property.of("hs_sku", "SKU", "string").isUnique(),
                Property.of("price", "Unit price", "number"),
                Property.of("hs_cost_of_goods_sold", "Unit cost", "number"));
    }

    private static ObjectType lineItems() {
        return type(
                "line_items",
                "LINE_ITEM",
                "0-8",
                "hs_lastmodifieddate",
                List.of("hs_product_id", "quantity", "amount"),
                false,
                Property.of("name", "Name", "string"),
                Property.of("hs_product_id", "Product ID", "number"),
                Property.of("quantity", "Quantity", "number"),
                Property.of("price", "Unit price", "number"),
                Property.of("amount", "Net price", "number").isReadOnly());
    }

    private static ObjectType quotes() {
        return type(
                "quotes",
                "QUOTE",
                "0-14",
                "hs_lastmodifieddate",
                List.of("hs_title", "hs_expiration_date", "hs_status"),
                false,
                Property.of("hs_title", "Quote Title", "string"),
                Property.of("hs_expiration_date", "Expiration Date", "datetime"),
                choice("hs_status", "Status", "DRAFT", "APPROVAL_NOT_NEEDED", "APPROVED", "REJECTED"),
                Property.of("hs_quote_amount", "Amount", "number").isReadOnly());
    }

    private static ObjectType vessels() {
        return type(
                "vessels",
                "vessel",
                "2-3465404",
                "hs_lastmodifieddate",
                List.of("vessel_name"),
                true,
                Property.of("vessel_name", "Name", "string").isCustom(),
                Property.of("imo_number", "IMO number", "string").isUnique().isCustom(),
                Property.of("tonnage", "Tonnage", "number").isCustom(),
                Property.of("launched_on", "Launched", "date").isCustom(),
                Property.of("in_service", "In service", "bool").isCustom());
    }

    private static ObjectType activity(String name, String singular, String typeId, Property... own) {
        var properties = new ArrayList<Property>();
        properties.add(Property.of("hs_timestamp", "Activity date", "datetime"));
        properties.addAll(List.of(own));
        return type(
                name, singular, typeId, "hs_lastmodifieddate", List.of(), false, properties.toArray(Property[]::new));
    }

    private static ObjectType type(
            String name,
            String singular,
            String typeId,
            String modified,
            List<String> shown,
            boolean custom,
            Property... own) {
        var properties = new LinkedHashMap<String, Property>();
        properties.put(
                ObjectType.ID, Property.of(ObjectType.ID, "Record ID", "number").isReadOnly());
        String created = custom ? "hs_createdate" : ObjectType.CREATED;
        properties.put(created, Property.of(created, "Create Date", "datetime").isReadOnly());
        properties.put(
                modified,
                Property.of(modified, "Last Modified Date", "datetime").isReadOnly());
        properties.put("hubspot_owner_id", Property.of("hubspot_owner_id", "Owner", "string"));
        for (Property one : own) {
            properties.put(one.name(), one);
        }
        return new ObjectType(name, singular, typeId, modified, shown, properties, custom);
    }
}
