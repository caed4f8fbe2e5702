package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.salesforce.auth.Permissions;
import dev.tidemark.sandbox.salesforce.auth.Sessions;
import dev.tidemark.sandbox.salesforce.org.Org;

/** What the resources stand on. */
public record Backend(
        Org org,
        Sessions sessions,
        Permissions permissions,
        Locators locators,
        ApiLimit limit,
        PageSize pageSize,
        BulkJobs bulk) {}
