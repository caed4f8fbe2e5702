package dev.tidemark.engine;

import dev.tidemark.access.Account;
import dev.tidemark.workspace.Workspace;

/** Makes the accounts of a workspace usable: settings, secrets, quota, a way to the network. */
@FunctionalInterface
public interface Accounts {
    Account open(Workspace workspace, String account);
}
