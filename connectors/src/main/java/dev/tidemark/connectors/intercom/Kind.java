package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Intercom has, with the fields of its description of the API. */
enum Kind {
    CONTACTS(
            "contacts",
            "data",
            Way.SEARCH,
            150,
            "id:text workspace_id:text external_id:text! role:text! email:text! email_domain:text phone:text! name:text!"
                    + " avatar:json"
                    + " owner_id:text! social_profiles:json has_hard_bounced:bool marked_email_as_spam:bool"
                    + " unsubscribed_from_emails:bool! created_at:time updated_at:time signed_up_at:time!"
                    + " last_seen_at:time! last_replied_at:time last_contacted_at:time last_email_opened_at:time"
                    + " last_email_clicked_at:time language_override:text browser:text browser_version:text"
                    + " browser_language:text os:text location:json android_app_name:text android_app_version:text"
                    + " android_device:text android_os_version:text android_sdk_version:text android_last_seen_at:time"
                    + " ios_app_name:text ios_app_version:text ios_device:text ios_os_version:text ios_sdk_version:text"
                    + " ios_last_seen_at:time custom_attributes:json! tags:json notes:json companies:json"
                    + " opted_out_subscription_types:json opted_in_subscription_types:json utm_campaign:text"
                    + " utm_content:text utm_medium:text utm_source:text utm_term:text referrer:text sms_consent:bool"
                    + " unsubscribed_from_sms:bool"),
    COMPANIES(
            "companies",
            "data",
            Way.SCROLL,
            0,
            "id:text company_id:text! app_id:text name:text! created_at:time updated_at:time remote_created_at:time!"
                    + " last_request_at:time monthly_spend:number! session_count:number user_count:number size:number!"
                    + " website:text! industry:text! tags:json segments:json plan:json custom_attributes:json!"),
    CONVERSATIONS(
            "conversations",
            "conversations",
            Way.SEARCH,
            150,
            "id:text title:text created_at:time updated_at:time waiting_since:time snoozed_until:time open:bool"
                    + " state:text read:bool priority:text admin_assignee_id:text team_assignee_id:text source:json"
                    + " contacts:json teammates:json tags:json topics:json conversation_rating:json"
                    + " first_contact_reply:json sla_applied:json statistics:json custom_attributes:json ticket:json"
                    + " linked_objects:json ai_agent:json ai_agent_participated:bool company:json"),
    CONVERSATION_PARTS(
            "conversation_parts",
            "conversation_parts.conversation_parts",
            Way.PARTS,
            20,
            "conversation_id:text id:text part_type:text body:text created_at:time updated_at:time notified_at:time"
                    + " assigned_to:json author:json attachments:json external_id:text redacted:bool state:text tags:json"
                    + " event_details:json metadata:json email_message_metadata:json app_package_code:text"),
    ADMINS(
            "admins",
            "admins",
            Way.AT_ONCE,
            0,
            "id:text name:text email:text job_title:text away_mode_enabled:bool away_mode_reassign:bool"
                    + " away_status_reason_id:int has_inbox_seat:bool team_ids:json avatar:json team_priority_level:json"),
    TEAMS(
            "teams",
            "teams",
            Way.AT_ONCE,
            0,
            "id:text name:text admin_ids:json admin_priority_level:json assignment_limit:int distribution_method:text"),
    TAGS("tags", "data", Way.AT_ONCE, 0, "id:text name:text"),
    SEGMENTS(
            "segments",
            "segments",
            Way.AT_ONCE,
            0,
            "id:text name:text created_at:time updated_at:time person_type:text count:number");

    /** How all of them, and what changed, are asked for. */
    enum Way {
        /** A list of all, and a search by the day of the change. */
        SEARCH,
        /** One scroll over all, of which an app may have one at a time. */
        SCROLL,
        /** A request for each conversation that is listed or found. */
        PARTS,
        /** One page. */
        AT_ONCE
    }

    final String stream;
    final String records;
    final Way way;
    final int pageSize;
    /** Each with its type, and an exclamation mark where it can be written. */
    private final String fields;

    Kind(String stream, String records, Way way, int pageSize, String fields) {
        this.stream = stream;
        this.records = records;
        this.way = way;
        this.pageSize = pageSize;
        this.fields = fields;
    }

    StreamSpec spec() {
        List<Field> all = new ArrayList<>();
        for (String field : fields.split(" ", -1)) {
            String[] parts = field.split("[:!]", -1);
            all.add(new Field(parts[0], type(parts[1]), parts[1], field.endsWith("!")));
        }
        boolean changes = way == Way.SEARCH || way == Way.PARTS;
        boolean stamped = all.stream().anyMatch(f -> f.name().equals("updated_at"));
        return new StreamSpec(
                stream,
                all,
                List.of("id"),
                changes ? CursorKind.TIME : CursorKind.NONE,
                stamped && way != Way.PARTS ? Optional.of("updated_at") : Optional.empty(),
                false,
                Set.of());
    }

    private static FieldType type(String word) {
        return switch (word) {
            case "bool" -> FieldType.BOOLEAN;
            case "time" -> FieldType.INSTANT;
            case "number" -> FieldType.DECIMAL;
            case "int" -> FieldType.INTEGER;
            case "json" -> FieldType.JSON;
            default -> FieldType.TEXT;
        };
    }

    static Optional<Kind> of(String stream) {
        return Arrays.stream(values())
                .filter(kind -> kind.stream.equals(stream))
                .findFirst();
    }
}
