package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** New records with every member that Zendesk answers, and changes laid over them. */
final class Blank {
    /** Members that a caller cannot set. */
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "url",
            "created_at",
            "updated_at",
            "generated_timestamp",
            "encoded_id",
            "deleted",
            "deleted_at",
            "is_deleted",
            "active",
            "fields",
            "satisfaction_rating");

    /** Members that say how to write, and are no part of the record. */
    private static final Set<String> INSTRUCTIONS = Set.of(
            "comment",
            "requester",
            "additional_tags",
            "remove_tags",
            "safe_update",
            "updated_stamp",
            "skip_verify_email",
            "identities",
            "organization",
            "email_ccs",
            "followers",
            "assignee_email",
            "macro_ids",
            "metadata");

    private Blank() {}

    static ObjectNode of(String type, long id, JsonNode values) {
        ObjectNode body = template(type);
        body.put("id", id);
        merge(type, body, values);
        if (type.equals(Desk.TICKETS)) {
            JsonNode comment = values.path("comment");
            String said = comment.isString()
                    ? comment.asString()
                    : comment.path("body").asString("");
            body.put("description", said.isEmpty() ? values.path("description").asString("") : said);
            if (body.path("subject").isNull()) {
                body.put("subject", body.path("description").asString(""));
            }
            body.set("raw_subject", body.path("subject"));
            body.put("encoded_id", "T" + Long.toString(id, 36).toUpperCase(java.util.Locale.ROOT) + "-DMRK");
            body.set(
                    "submitter_id",
                    body.path("submitter_id").isNull() ? body.path("requester_id") : body.path("submitter_id"));
        }
        for (String raw : new String[] {"title", "name", "description", "display_name", "title_in_portal"}) {
            if (body.has("raw_" + raw) && body.path("raw_" + raw).isNull()) {
                body.set("raw_" + raw, body.path(raw));
            }
        }
        return body;
    }

    static void merge(String type, ObjectNode body, JsonNode values) {
        for (var value : values.properties()) {
            String name = value.getKey();
            JsonNode given = value.getValue();
            if (READ_ONLY.contains(name) || INSTRUCTIONS.contains(name)) {
                continue;
            }
            switch (name) {
                case "custom_fields" -> customFields(body, given);
                case "user_fields", "organization_fields" -> {
                    if (body.path(name) instanceof ObjectNode kept) {
                        given.properties().forEach(field -> kept.set(field.getKey(), field.getValue()));
                    }
                }
                case "external_id" ->
                    body.set(
                            name, given.isNull() ? given : JSON.getNodeFactory().stringNode(given.asString("")));
                default -> {
                    if (body.has(name)) {
                        body.set(name, asLong(name, given));
                    }
                }
            }
        }
        tags(body, values);
        if (type.equals(Desk.TICKETS) && values.has("subject")) {
            body.set("raw_subject", body.path("subject"));
        }
    }

    /** Ids may be given as strings. */
    private static JsonNode asLong(String name, JsonNode given) {
        boolean id =
                name.endsWith("_id") && given.isString() && given.asString().matches("\\d{1,18}");
        return id ? JSON.getNodeFactory().numberNode(Long.parseLong(given.asString())) : given;
    }

    private static void customFields(ObjectNode body, JsonNode given) {
        if (!(body.path("custom_fields") instanceof ArrayNode fields)) {
            return;
        }
        for (JsonNode field : given) {
            for (JsonNode kept : fields) {
                if (kept.path("id").asLong(0) == field.path("id").asLong(-1)) {
                    ((ObjectNode) kept).set("value", field.path("value"));
                }
            }
        }
        body.set("fields", fields.deepCopy());
    }

    private static void tags(ObjectNode body, JsonNode values) {
        if (!(body.path("tags") instanceof ArrayNode before)) {
            return;
        }
        var tags = new java.util.TreeSet<String>();
        before.forEach(tag -> tags.add(tag.asString("")));
        values.path("additional_tags").forEach(tag -> tags.add(tag.asString("")));
        values.path("remove_tags").forEach(tag -> tags.remove(tag.asString("")));
        ArrayNode after = body.putArray("tags");
        tags.forEach(after::add);
    }

    static ObjectNode via(String channel) {
        ObjectNode via = JSON.createObjectNode().put("channel", channel);
        ObjectNode source = via.putObject("source");
        source.putObject("from");
        source.putObject("to");
        source.putNull("rel");
        return via;
    }

    static ObjectNode metadata() {
        ObjectNode metadata = JSON.createObjectNode();
        metadata.putObject("system")
                .put("client", "sandbox")
                .put("ip_address", "203.0.113.7")
                .put("location", "Hamburg, Germany")
                .put("latitude", 53.5502)
                .put("longitude", 9.992);
        metadata.putObject("custom");
        return metadata;
    }

    /** As answers of the real API have them, empty. */
    private static ObjectNode template(String type) {
        return (ObjectNode) JSON.readTree(
                switch (type) {
                    case Desk.TICKETS -> """
                        {"url": null, "id": 0, "external_id": null, "via": {"channel": "api", "source": {"from": {}, "to": {},
                         "rel": null}}, "generated_timestamp": 0, "type": null, "subject": null, "raw_subject": null,
                         "description": "", "priority": null, "status": "open", "recipient": null, "requester_id": null,
                         "submitter_id": null, "assignee_id": null, "organization_id": null, "group_id": null,
                         "collaborator_ids": [], "follower_ids": [], "email_cc_ids": [], "forum_topic_id": null,
                         "problem_id": null, "has_incidents": false, "is_public": true, "due_at": null, "tags": [],
                         "custom_fields": [{"id": 46406130043793, "value": null}, {"id": 46406130043794, "value": null}],
                         "satisfaction_rating": {"score": "unoffered"}, "sharing_agreement_ids": [],
                         "custom_status_id": 46406158222353, "encoded_id": "", "fields":
                         [{"id": 46406130043793, "value": null}, {"id": 46406130043794, "value": null}],
                         "followup_ids": [], "ticket_form_id": 46406146302353, "brand_id": 46406158162961,
                         "allow_channelback": false, "allow_attachments": true, "from_messaging_channel": false,
                         "support_type": "agent"}""";
                    case Desk.USERS -> """
                        {"id": 0, "url": null, "name": null, "email": null, "time_zone": "Berlin", "iana_time_zone":
                         "Europe/Berlin", "phone": null, "shared_phone_number": null, "photo": null, "locale_id": 1,
                         "locale": "en-US", "organization_id": null, "role": "end-user", "verified": false,
                         "external_id": null, "tags": [], "alias": null, "active": true, "shared": false,
                         "shared_agent": false, "last_login_at": null, "two_factor_auth_enabled": null, "signature": null,
                         "details": null, "notes": null, "role_type": null, "custom_role_id": null,
                         "is_billing_admin": null, "moderator": false, "ticket_restriction": "requested",
                         "only_private_comments": false, "restricted_agent": true, "suspended": false,
                         "default_group_id": null, "report_csv": false, "user_fields": {"plan": null, "health": null},
                         "suspension_details": null}""";
                    case Desk.ORGANIZATIONS -> """
                        {"url": null, "id": 0, "name": null, "shared_tickets": false, "shared_comments": false,
                         "external_id": null, "domain_names": [], "details": null, "notes": null, "group_id": null,
                         "tags": [], "organization_fields": {"plan": null, "seats": null}}""";
                    case "groups" -> """
                        {"url": null, "id": 0, "is_public": true, "name": null, "description": "", "default": false,
                         "deleted": false}""";
                    case "group_memberships" -> """
                        {"url": null, "id": 0, "user_id": null, "group_id": null, "default": false}""";
                    case "organization_memberships" -> """
                        {"url": null, "id": 0, "user_id": null, "organization_id": null, "default": true,
                         "organization_name": null, "view_tickets": true}""";
                    case "brands" -> """
                        {"url": null, "id": 0, "name": null, "brand_url": null, "subdomain": null, "host_mapping": null,
                         "has_help_center": true, "help_center_state": "enabled", "active": true, "default": false,
                         "is_deleted": false, "logo": null, "ticket_form_ids": [46406146302353],
                         "signature_template": "{{agent.signature}}"}""";
                    case "ticket_fields" -> """
                        {"url": null, "id": 0, "type": "text", "title": null, "raw_title": null, "description": "",
                         "raw_description": null, "position": 1, "active": true, "required": false,
                         "collapsed_for_agents": false, "regexp_for_validation": null, "title_in_portal": null,
                         "raw_title_in_portal": null, "visible_in_portal": true, "editable_in_portal": true,
                         "required_in_portal": true, "agent_can_edit": true, "tag": null, "removable": true,
                         "key": null, "agent_description": null, "raw_agent_description": null}""";
                    case "user_fields", "organization_fields" -> """
                        {"url": null, "id": 0, "key": null, "type": "text", "title": null, "raw_title": null,
                         "description": "", "raw_description": null, "position": 0, "active": true, "system": false,
                         "regexp_for_validation": null}""";
                    case "ticket_forms" -> """
                        {"id": 0, "raw_name": null, "raw_display_name": null, "end_user_visible": true, "position": 1,
                         "ticket_field_ids": [], "active": true, "default": true, "in_all_brands": true,
                         "restricted_brand_ids": [], "end_user_conditions": [], "agent_conditions": [], "url": null,
                         "name": null, "display_name": null, "form_type": "standard", "deleted_at": null}""";
                    case "custom_statuses" -> """
                        {"url": null, "id": 0, "status_category": "open", "agent_label": null, "raw_agent_label": null,
                         "end_user_label": null, "raw_end_user_label": null, "description": "", "raw_description": "",
                         "end_user_description": "", "raw_end_user_description": "", "active": true, "default": true}""";
                    case "macros" -> """
                        {"url": null, "id": 0, "title": null, "active": true, "default": false, "position": 9999,
                         "description": null, "actions": [{"field": "status", "value": "pending"}], "restriction": null,
                         "raw_title": null}""";
                    case "triggers", "automations" -> """
                        {"url": null, "id": 0, "title": null, "raw_title": null, "active": true, "default": false,
                         "position": 1, "description": null, "conditions": {"all": [{"field": "status", "operator": "is",
                         "value": "solved"}], "any": []}, "actions": [{"field": "status", "value": "closed"}],
                         "category_id": "1"}""";
                    case "views" -> """
                        {"url": null, "id": 0, "title": null, "raw_title": null, "active": true, "position": 1,
                         "default": false, "description": "", "execution": {"group_by": null, "columns": []},
                         "conditions": {"all": [], "any": []}, "restriction": null, "watchable": true}""";
                    case "satisfaction_ratings" -> """
                        {"url": null, "id": 0, "assignee_id": null, "group_id": null, "requester_id": null,
                         "ticket_id": null, "score": "offered", "comment": null, "reason": null, "reason_id": null}""";
                    case "sla_policies" -> """
                        {"url": null, "id": 0, "title": null, "description": "", "position": 1,
                         "filter": {"all": [{"field": "type", "operator": "is", "value": "incident"}], "any": []},
                         "policy_metrics": [{"priority": "normal", "metric": "first_reply_time", "target": 60,
                         "business_hours": false}]}""";
                    case "schedules" -> """
                        {"id": 0, "name": null, "time_zone": "Europe/Berlin",
                         "intervals": [{"start_time": 1980, "end_time": 2460}]}""";
                    case "audit_logs" -> """
                        {"url": null, "id": 0, "action": "update", "action_label": "Updated", "actor_id": null,
                         "actor_name": null, "source_id": null, "source_type": "rule", "source_label": null,
                         "change_description": "", "ip_address": "203.0.113.7"}""";
                    case "ticket_metrics" -> """
                        {"url": null, "id": 0, "ticket_id": 0, "group_stations": 1, "assignee_stations": 1, "reopens": 0,
                         "replies": 0, "assignee_updated_at": null, "requester_updated_at": null,
                         "status_updated_at": null, "initially_assigned_at": null, "assigned_at": null,
                         "solved_at": null, "latest_comment_added_at": null, "custom_status_updated_at": null,
                         "reply_time_in_minutes": {"calendar": null, "business": null},
                         "reply_time_in_seconds": {"calendar": null},
                         "first_resolution_time_in_minutes": {"calendar": null, "business": null},
                         "full_resolution_time_in_minutes": {"calendar": null, "business": null},
                         "agent_wait_time_in_minutes": {"calendar": null, "business": null},
                         "requester_wait_time_in_minutes": {"calendar": null, "business": null},
                         "on_hold_time_in_minutes": {"calendar": 0, "business": 0}}""";
                    default -> "{\"id\": 0, \"name\": null}";
                });
    }
}
