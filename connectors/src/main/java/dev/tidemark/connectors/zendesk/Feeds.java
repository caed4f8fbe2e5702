package dev.tidemark.connectors.zendesk;

import dev.tidemark.connectors.zendesk.Feed.Way;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every stream of an account. Types are those of Zendesk's own description, where answers do not contradict it. */
final class Feeds {

    static final String TICKETS = "tickets";
    static final String USERS = "users";
    static final String ORGANIZATIONS = "organizations";

    private static final String RULE = "id:i url title raw_title active:b position:i default:b description conditions:j"
            + " actions:j created_at:t updated_at:t";

    static final List<Feed> ALL = List.of(
            // What the export sorts and filters by moves with every change; updated_at does not move with those that a
            // system makes, so by it an older state could stand against a newer one.
            Feed.of(TICKETS, Way.CURSOR, "/incremental/tickets/cursor", "generated_timestamp", """
                    id:i url external_id* via:j created_at:t updated_at:t generated_timestamp:t type* subject* raw_subject*
                    description priority* status* recipient* requester_id:i* submitter_id:i* assignee_id:i* organization_id:i*
                    group_id:i* collaborator_ids:j* follower_ids:j* email_cc_ids:j* forum_topic_id:i problem_id:i*
                    has_incidents:b is_public:b due_at:t* tags:j* custom_fields:j* satisfaction_rating:j
                    sharing_agreement_ids:j custom_status_id:i* followup_ids:j ticket_form_id:i* brand_id:i*
                    allow_channelback:b allow_attachments:b from_messaging_channel:b encoded_id support_type""")
                    .deleted(shape -> shape.deletedWhere("status", "deleted")),
            Feed.of(USERS, Way.CURSOR, "/incremental/users/cursor", "updated_at", """
                    id:i url name* email* created_at:t updated_at:t time_zone* iana_time_zone phone* shared_phone_number:b
                    photo:j locale_id:i* locale* organization_id:i* role* role_type:i custom_role_id:i* verified:b*
                    external_id* tags:j* alias* active:b shared:b shared_agent:b last_login_at:t last_active:day
                    two_factor_auth_enabled:b signature* details* notes* moderator:b* ticket_restriction*
                    only_private_comments:b* restricted_agent:b* suspended:b* default_group_id:i* report_csv:b
                    is_billing_admin:b chat_only:b user_fields:j* suspension_details:j""")
                    .deleted(shape -> shape.deletedWhere("active", "false")),
            Feed.of(ORGANIZATIONS, Way.TIME, "/incremental/organizations", "updated_at", """
                    id:i url name* shared_tickets:b* shared_comments:b* external_id* created_at:t updated_at:t deleted_at:t
                    domain_names:j* details* notes* group_id:i* tags:j* organization_fields:j*""")
                    .deleted(shape -> shape.deletedWhereSet("deleted_at")),
            Feed.of("ticket_metrics", Way.CURSOR, "/incremental/tickets/cursor", "updated_at", """
                    id:i url ticket_id:i created_at:t updated_at:t group_stations:i assignee_stations:i reopens:i replies:i
                    assignee_updated_at:t requester_updated_at:t status_updated_at:t initially_assigned_at:t assigned_at:t
                    solved_at:t latest_comment_added_at:t custom_status_updated_at:t reply_time_in_minutes:j
                    reply_time_in_seconds:j first_resolution_time_in_minutes:j full_resolution_time_in_minutes:j
                    agent_wait_time_in_minutes:j requester_wait_time_in_minutes:j on_hold_time_in_minutes:j""")
                    .with("include=metric_sets")
                    .in("metric_sets"),
            // One request brings the comments of up to a thousand changes; by ticket each ticket would take one.
            Feed.of("ticket_comments", Way.TIME, "/incremental/ticket_events", "created_at", """
                    id:i ticket_id:i audit_id:i author_id:i type body html_body plain_body public:b attachments:j via:j
                    metadata:j created_at:t""")
                    .with("include=comment_events")
                    .comments(Set.of("body", "html_body", "plain_body", "public", "attachments")),
            Feed.of("ticket_events", Way.TIME, "/incremental/ticket_events", "created_at", """
                    id:i ticket_id:i timestamp:t created_at:t updater_id:i via merged_ticket_ids:j system:j metadata:j
                    event_type child_events:j"""),
            Feed.of("ticket_metric_events", Way.TIME, "/incremental/ticket_metric_events", "time", """
                    id:i ticket_id:i metric instance_id:i type time:t status:j sla:j group_sla:j deleted:b"""),
            Feed.of("groups", Way.LIST, "/groups", "updated_at", """
                    id:i url name description default:b is_public:b deleted:b created_at:t updated_at:t""")
                    .with("exclude_deleted=false")
                    .deleted(shape -> shape.deletedWhere("deleted", "true")),
            Feed.of("group_memberships", Way.LIST, "/group_memberships", "updated_at", """
                    id:i url user_id:i group_id:i default:b created_at:t updated_at:t"""),
            Feed.of("organization_memberships", Way.LIST, "/organization_memberships", "updated_at", """
                    id:i url user_id:i organization_id:i organization_name default:b view_tickets:b created_at:t
                    updated_at:t"""),
            Feed.of("brands", Way.LIST, "/brands", "updated_at", """
                    id:i url name brand_url subdomain host_mapping has_help_center:b help_center_state active:b default:b
                    is_deleted:b logo:j ticket_form_ids:j signature_template created_at:t updated_at:t""")
                    .marked(shape -> shape.deletedWhere("is_deleted", "true")),
            Feed.of("ticket_fields", Way.LIST, "/ticket_fields", "updated_at", """
                    id:i url type title raw_title description raw_description position:i active:b required:b
                    collapsed_for_agents:b regexp_for_validation title_in_portal raw_title_in_portal visible_in_portal:b
                    editable_in_portal:b required_in_portal:b agent_can_edit:b agent_description tag key removable:b
                    sub_type_id:i custom_field_options:j system_field_options:j custom_statuses:j relationship_target_type
                    relationship_filter:j creator_user_id:i creator_app_name created_at:t updated_at:t"""),
            Feed.of("ticket_forms", Way.WHOLE, "/ticket_forms", "updated_at", """
                    id:i url name raw_name display_name raw_display_name end_user_visible:b position:i ticket_field_ids:j
                    active:b default:b in_all_brands:b restricted_brand_ids:j end_user_conditions:j agent_conditions:j
                    form_type created_at:t updated_at:t deleted_at:t""")
                    .marked(shape -> shape.deletedWhereSet("deleted_at")),
            Feed.of("user_fields", Way.LIST, "/user_fields", "updated_at", """
                    id:i url key type title raw_title description raw_description position:i active:b system:b
                    regexp_for_validation tag custom_field_options:j relationship_target_type relationship_filter:j
                    created_at:t updated_at:t"""),
            Feed.of("organization_fields", Way.LIST, "/organization_fields", "updated_at", """
                    id:i url key type title raw_title description raw_description position:i active:b system:b
                    regexp_for_validation tag custom_field_options:j relationship_target_type relationship_filter:j
                    created_at:t updated_at:t"""),
            Feed.of("custom_statuses", Way.WHOLE, "/custom_statuses", "updated_at", """
                    id:i status_category agent_label raw_agent_label end_user_label raw_end_user_label description
                    raw_description end_user_description raw_end_user_description active:b default:b created_at:t
                    updated_at:t"""),
            Feed.of("macros", Way.LIST, "/macros", "updated_at", """
                    id:i url title raw_title active:b default:b position:i description actions:j restriction:j created_at:t
                    updated_at:t"""),
            Feed.of("triggers", Way.LIST, "/triggers", "updated_at", RULE + " category_id"),
            Feed.of("automations", Way.LIST, "/automations", "updated_at", RULE),
            Feed.of("views", Way.LIST, "/views", "updated_at", """
                    id:i url title raw_title active:b position:i default:b description execution:j conditions:j restriction:j
                    created_at:t updated_at:t"""),
            Feed.of("satisfaction_ratings", Way.LIST, "/satisfaction_ratings", "updated_at", """
                    id:i url ticket_id:i requester_id:i assignee_id:i group_id:i score comment reason reason_id:i
                    reason_code:i created_at:t updated_at:t"""),
            Feed.of("sla_policies", Way.WHOLE, "/slas/policies", "updated_at", """
                    id:i url title description position:i filter:j policy_metrics:j metric_settings:j created_at:t
                    updated_at:t"""),
            Feed.of("schedules", Way.WHOLE, "/business_hours/schedules", "updated_at", """
                    id:i name time_zone intervals:j created_at:t updated_at:t"""),
            Feed.of("tags", Way.LIST, "/tags", "", "name count:i"),
            Feed.of("deleted_users", Way.LIST, "/deleted_users", "updated_at", """
                    id:i url name email role phone shared_phone_number photo:j time_zone locale locale_id:i
                    organization_id:i active:b created_at:t updated_at:t"""),
            Feed.of("audit_logs", Way.LIST, "/audit_logs", "created_at", """
                    id:i url action action_label actor_id:i actor_name source_id:i source_type source_label
                    change_description ip_address created_at:t"""));

    private static final Map<String, Feed> BY_NAME = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(feed -> feed.stream().name(), Function.identity()));

    private Feeds() {}

    static Optional<Feed> find(String stream) {
        return Optional.ofNullable(BY_NAME.get(stream));
    }
}
