package dev.tidemark.sandbox.salesforce.schema;

import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.address;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.base64;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.bool;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.currency;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.date;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.datetime;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.decimal;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.email;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.encrypted;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.integer;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.location;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.multipicklist;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.percent;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.phone;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.picklist;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.reference;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.string;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.textarea;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.time;
import static dev.tidemark.sandbox.salesforce.schema.FieldDraft.url;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects a new org has: the standard ones, with the custom fields that a customer-success team would add. */
public final class StandardObjects {
    /** How likely a deal of each stage is to be won, in percent. */
    public static final Map<String, Double> PROBABILITY = Map.of(
            "Prospecting", 10.0,
            "Qualification", 10.0,
            "Needs Analysis", 20.0,
            "Value Proposition", 50.0,
            "Proposal/Price Quote", 75.0,
            "Negotiation/Review", 90.0,
            "Closed Won", 100.0,
            "Closed Lost", 0.0);

    private StandardObjects() {}

    public static Schema schema() {
        return new Schema(List.of(
                account(), contact(), opportunity(), task(), user(), attachment(), recordType(), userRole(), visit()));
    }

    private static SObject account() {
        var fields = new ArrayList<FieldDraft>();
        fields.add(string("Name", 255)
                .label("Account Name")
                .required()
                .nameField()
                .partOf("Name")
                .extra("switchablepersonname"));
        fields.add(picklist(
                        "Type",
                        "Prospect",
                        "Customer - Direct",
                        "Customer - Channel",
                        "Channel Partner / Reseller",
                        "Other")
                .label("Account Type"));
        fields.add(reference("ParentId", "ChildAccounts", "Account").label("Parent Account ID"));
        fields.addAll(addressParts("Billing", "BillingAddress"));
        fields.addAll(addressParts("Shipping", "ShippingAddress"));
        fields.addAll(List.of(
                phone("Phone").label("Account Phone"),
                phone("Fax").label("Account Fax"),
                string("AccountNumber", 40),
                url("Website"),
                url("PhotoUrl").readOnly().label("Photo URL").extra("imageurl"),
                string("Sic", 20).label("SIC Code"),
                picklist(
                        "Industry",
                        "Agriculture",
                        "Apparel",
                        "Banking",
                        "Biotechnology",
                        "Construction",
                        "Consulting",
                        "Education",
                        "Electronics",
                        "Energy",
                        "Engineering",
                        "Finance",
                        "Healthcare",
                        "Insurance",
                        "Manufacturing",
                        "Media",
                        "Retail",
                        "Technology",
                        "Telecommunications",
                        "Transportation"),
                currency("AnnualRevenue", 18, 0),
                integer("NumberOfEmployees", 8).label("Employees"),
                picklist("Ownership", "Public", "Private", "Subsidiary", "Other"),
                string("TickerSymbol", 20),
                textarea("Description", 32_000).label("Account Description"),
                picklist("Rating", "Hot", "Warm", "Cold").label("Account Rating"),
                string("Site", 80).label("Account Site"),
                owner("Account"),
                date("LastActivityDate").readOnly().label("Last Activity"),
                datetime("LastViewedDate").readOnly(),
                datetime("LastReferencedDate").readOnly(),
                picklist("AccountSource", "Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"),
                reference("RecordTypeId", "", "RecordType"),
                string("External_Id__c", 64).externalId().label("External Id"),
                string("Legacy_Code__c", 32).externalIdNotUnique(),
                decimal("Health__c", 5, 2).label("Health"),
                picklist("Customer_Tier__c", "Gold", "Silver", "Bronze").restricted(),
                bool("Is_Reference__c"),
                datetime("Last_Review__c"),
                decimal("Age_Days__c", 18, 0)
                        .calculated("TODAY() - DATEVALUE(CreatedDate)", StandardObjects::ageInDays)));
        return SObject.define("Account", "Account", "Accounts", "001", true, fields.toArray(FieldDraft[]::new));
    }

    private static SObject contact() {
        var fields = new ArrayList<FieldDraft>(List.of(
                reference("AccountId", "Contacts", "Account").cascade().label("Account ID"),
                string("LastName", 80).required().partOf("Name"),
                string("FirstName", 40).partOf("Name"),
                picklist("Salutation", "Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx.")
                        .partOf("Name"),
                string("Name", 121).label("Full Name").system().nameField().extra("personname")));
        fields.addAll(addressParts("Mailing", "MailingAddress"));
        fields.addAll(List.of(
                phone("Phone").label("Business Phone"),
                phone("MobilePhone"),
                email("Email"),
                string("Title", 128),
                string("Department", 80),
                picklist("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"),
                date("Birthdate"),
                textarea("Description", 32_000).label("Contact Description"),
                owner("Contact"),
                bool("HasOptedOutOfEmail").label("Email Opt Out"),
                bool("DoNotCall"),
                datetime("EmailBouncedDate"),
                string("External_Id__c", 64).externalId().label("External Id"),
                bool("Is_Champion__c"),
                string("Account_Industry__c", 1300)
                        .calculated("TEXT(Account.Industry)", values -> values.get("Account.Industry"))));
        return SObject.define("Contact", "Contact", "Contacts", "003", true, fields.toArray(FieldDraft[]::new));
    }

    private static SObject opportunity() {
        return SObject.define(
                "Opportunity",
                "Opportunity",
                "Opportunities",
                "006",
                false,
                reference("AccountId", "Opportunities", "Account").cascade().label("Account ID"),
                string("Name", 120).required().nameField(),
                textarea("Description", 32_000),
                picklist(
                                "StageName",
                                "Prospecting",
                                "Qualification",
                                "Needs Analysis",
                                "Value Proposition",
                                "Proposal/Price Quote",
                                "Negotiation/Review",
                                "Closed Won",
                                "Closed Lost")
                        .required()
                        .label("Stage"),
                currency("Amount", 18, 2),
                percent("Probability", 3, 0).label("Probability (%)"),
                date("CloseDate").required(),
                picklist("Type", "Existing Customer - Upgrade", "Existing Customer - Replacement", "New Customer")
                        .label("Opportunity Type"),
                string("NextStep", 255),
                picklist("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"),
                bool("IsClosed").readOnly().label("Closed"),
                bool("IsWon").readOnly().label("Won"),
                owner("Opportunity"),
                reference("ContactId", "", "Contact").label("Contact ID"),
                string("External_Id__c", 64).externalId().label("External Id"),
                currency("Weighted_Amount__c", 18, 2)
                        .calculated("Amount * Probability / 100", StandardObjects::weightedAmount));
    }

    private static SObject task() {
        return SObject.define(
                "Task",
                "Task",
                "Tasks",
                "00T",
                false,
                reference("WhoId", "Tasks", "Contact").cascade().label("Name ID"),
                reference("WhatId", "Tasks", "Account", "Opportunity").cascade().label("Related To ID"),
                string("Subject", 255).nameField(),
                date("ActivityDate").label("Due Date Only"),
                picklist("Status", "Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred")
                        .defaults("Not Started")
                        .required(),
                picklist("Priority", "High", "Normal", "Low").defaults("Normal").required(),
                bool("IsHighPriority").readOnly().label("High Priority"),
                owner("Task"),
                textarea("Description", 32_000),
                bool("IsClosed").readOnly().label("Closed"),
                integer("CallDurationInSeconds", 8));
    }

    private static SObject user() {
        var fields = new ArrayList<FieldDraft>(List.of(
                string("Username", 80).required().with(Trait.ID_LOOKUP),
                string("LastName", 80).required().partOf("Name"),
                string("FirstName", 40).partOf("Name"),
                string("Name", 121).label("Full Name").system().nameField().extra("personname"),
                string("CompanyName", 80),
                string("Department", 80),
                string("Title", 80)));
        fields.addAll(addressParts("", "Address"));
        fields.addAll(List.of(
                email("Email").required(),
                phone("Phone"),
                string("Alias", 8).required(),
                bool("IsActive").label("Active").defaults(true),
                picklist("TimeZoneSidKey", "America/Los_Angeles", "Europe/Berlin", "Etc/UTC")
                        .defaults("Etc/UTC")
                        .required(),
                picklist("UserType", "Standard").defaults("Standard").readOnly(),
                reference("ManagerId", "ManagedUsers", "User").label("Manager ID"),
                datetime("LastLoginDate").readOnly()));
        return SObject.define("User", "User", "Users", "005", false, fields.toArray(FieldDraft[]::new));
    }

    private static SObject attachment() {
        return SObject.define(
                "Attachment",
                "Attachment",
                "Attachments",
                "00P",
                false,
                reference("ParentId", "Attachments", "Account", "Contact", "Opportunity", "Task")
                        .cascade()
                        .required()
                        .label("Parent ID"),
                string("Name", 255).required().nameField().label("File Name"),
                string("ContentType", 120),
                integer("BodyLength", 9).readOnly(),
                base64("Body").required(),
                textarea("Description", 500),
                owner("Attachment"));
    }

    private static SObject recordType() {
        return SObject.define(
                "RecordType",
                "Record Type",
                "Record Types",
                "012",
                false,
                string("Name", 80).required().nameField(),
                string("DeveloperName", 80).required(),
                string("SobjectType", 40),
                bool("IsActive").defaults(true));
    }

    /** An object of the set-up: no recycle bin, no {@code IsDeleted}. */
    private static SObject userRole() {
        return SObject.define(
                        "UserRole",
                        "Role",
                        "Roles",
                        "00E",
                        false,
                        string("Name", 80).required().nameField(),
                        reference("ParentRoleId", "", "UserRole"),
                        string("DeveloperName", 80),
                        string("RollupDescription", 80))
                .withoutBin();
    }

    /** The org's own object, which belongs to an account, with a field of every type that people can add. */
    private static SObject visit() {
        return SObject.define(
                "Visit__c",
                "a00",
                string("Name", 80).required().nameField().label("Visit Name"),
                reference("Account__c", "Visits__r", "Account").master(),
                reference("Host__c", "Hosted__r", "User"),
                picklist("Kind__c", "On site", "Remote", "Office"),
                multipicklist("Purpose__c", "Review", "Renewal", "Training", "Complaint")
                        .restricted(),
                date("Day__c"),
                time("Begins__c"),
                datetime("Ended__c"),
                decimal("Guests__c", 4, 0),
                currency("Cost__c", 16, 2),
                percent("Mood__c", 3, 0),
                bool("Paid__c"),
                email("Contact_Email__c"),
                phone("Contact_Phone__c"),
                url("Minutes__c"),
                textarea("Notes__c", 32_000),
                encrypted("Badge__c", 40),
                decimal("Place__Latitude__s", 9, 6).partOf("Place__c"),
                decimal("Place__Longitude__s", 9, 6).partOf("Place__c"),
                location("Place__c"),
                string("External_Id__c", 64).externalId().label("External Id"),
                currency("Cost_Per_Guest__c", 16, 2).calculated("Cost__c / Guests__c", StandardObjects::costPerGuest),
                string("Account_Name__c", 1300).calculated("Account__r.Name", values -> values.get("Account__r.Name")));
    }

    private static FieldDraft owner(String object) {
        return reference("OwnerId", "", "User")
                .label(object.equals("Task") ? "Assigned To ID" : "Owner ID")
                .required()
                .with(Trait.DEFAULTED_ON_CREATE);
    }

    private static List<FieldDraft> addressParts(String prefix, String compound) {
        return List.of(
                textarea(prefix + "Street", 255).partOf(compound),
                string(prefix + "City", 40).partOf(compound),
                string(prefix + "State", 80).partOf(compound),
                string(prefix + "PostalCode", 20).partOf(compound),
                string(prefix + "Country", 80).partOf(compound),
                decimal(prefix + "Latitude", 18, 15).partOf(compound),
                decimal(prefix + "Longitude", 18, 15).partOf(compound),
                picklist(prefix + "GeocodeAccuracy", "Address", "Street", "Zip", "City", "State", "Unknown")
                        .restricted()
                        .length(40)
                        .partOf(compound),
                address(compound));
    }

    private static @Nullable Object ageInDays(Formula.Values values) {
        return values.get("CreatedDate") instanceof Long created
                ? (double) Duration.between(Instant.ofEpochMilli(created), values.now())
                        .toDays()
                : null;
    }

    private static @Nullable Object costPerGuest(Formula.Values values) {
        return values.get("Cost__c") instanceof Double cost
                        && values.get("Guests__c") instanceof Double guests
                        && guests > 0
                ? Math.round(cost / guests * 100) / 100.0
                : null;
    }

    private static @Nullable Object weightedAmount(Formula.Values values) {
        return values.get("Amount") instanceof Double amount && values.get("Probability") instanceof Double chance
                ? amount * chance / 100
                : null;
    }
}
