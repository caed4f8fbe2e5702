package dev.tidemark.engine;

import dev.tidemark.access.Account;
import dev.tidemark.notice.Channel;
import dev.tidemark.workspace.Workspace;
import java.util.Map;

/** Makes the accounts of a workspace usable: settings, secrets, quota, a way to the network. */
@FunctionalInterface
public interface Accounts {
    Account open(Workspace workspace, String account);

    /** The channels by which this workspace's people are told of what happens, by name. */
    default Map<String, Channel> channels(Workspace workspace) {
        return Map.of();
    }
}
