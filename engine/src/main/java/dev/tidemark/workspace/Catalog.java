package dev.tidemark.workspace;

import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.ViewDestination;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The connectors that a workspace file may name, and what each can do. */
public final class Catalog {

    /** What a connector can do. */
    public enum Power {
        /** Is an app that can be read. */
        READ_STREAMS,
        /** Is an app that can be written to. */
        WRITE_RECORDS,
        /** Is a database that keeps tables. */
        KEEP_TABLES,
        /** Is a database that offers rows. */
        OFFER_MODELS,
        /** Is a database that shows nested lists, and tables in other layouts, as views. */
        SHOW_VIEWS
    }

    /** One connector. */
    public record Offer(ConnectorSpec spec, Set<Power> powers, Set<String> layouts) {
        public Offer(ConnectorSpec spec, Set<Power> powers) {
            this(spec, powers, Set.of());
        }

        public Offer {
            layouts = Set.copyOf(layouts);
            powers = Set.copyOf(powers);
            for (Setting setting : spec.settings()) {
                if (OWN_KEYS.contains(setting.name())) {
                    throw new IllegalArgumentException(
                            spec.name() + " has a setting of a name that the workspace file uses: " + setting.name());
                }
            }
        }

        boolean can(Power power) {
            return powers.contains(power);
        }

        boolean isDatabase() {
            return can(Power.KEEP_TABLES) || can(Power.OFFER_MODELS);
        }

        Optional<Setting> setting(String name) {
            return spec.settings().stream().filter(s -> s.name().equals(name)).findFirst();
        }
    }

    /** Keys of a source or destination that are the file's own, so no connector may have a setting of such a name. */
    private static final Set<String> OWN_KEYS = Set.of("connector", "quota", "layout", "layout_schema");

    private static final Pattern FILE = Pattern.compile(".*/.*|.*\\.(yaml|yml|json)");

    private final Map<String, Offer> offers = new TreeMap<>();
    private final ConnectorFiles files;
    private final Path folder;
    private final Map<String, Offer> opened = new TreeMap<>();

    public Catalog(Collection<Offer> offers) {
        this(offers, ConnectorFiles.NONE, Path.of(""));
    }

    private Catalog(Collection<Offer> offers, ConnectorFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
        for (Offer offer : offers) {
            String name = offer.spec().name();
            if (name.equals(Account.EMBEDDED) || this.offers.put(name, offer) != null) {
                throw new IllegalArgumentException("two connectors are named " + name);
            }
        }
    }

    public static Catalog of(Collection<? extends Connector> connectors) {
        return of(connectors, ConnectorFiles.NONE);
    }

    /** @param files opens the connectors that are named by a path */
    public static Catalog of(Collection<? extends Connector> connectors, ConnectorFiles files) {
        return new Catalog(connectors.stream().map(Catalog::offer).toList(), files, Path.of(""));
    }

    /** The same for the reading of one file: relative paths in it begin at its folder. */
    Catalog in(Path ofFile) {
        return new Catalog(offers.values(), files, ofFile);
    }

    /** Whether a word names a file instead of a connector. */
    static boolean isFile(String connector) {
        return FILE.matcher(connector).matches();
    }

    /**
     * Opens the connector in a file, which can be found by its name from then on.
     *
     * @throws ConnectorFiles.Unusable where there is none that runs
     */
    Offer open(String written) throws ConnectorFiles.Unusable {
        try {
            return opened(files.open(folder.resolve(written).normalize()));
        } catch (InvalidPathException e) {
            throw new ConnectorFiles.Unusable(List.of("this is no path"));
        }
    }

    /**
     * Opens the connector of this name that lies beside the file; empty where there is none.
     *
     * @throws ConnectorFiles.Unusable where there is one that does not run
     */
    Optional<Offer> beside(String name) throws ConnectorFiles.Unusable {
        Optional<Connector> found = files.find(folder, name);
        return found.isPresent() ? Optional.of(opened(found.get())) : Optional.empty();
    }

    /** Whether one of this name lies beside the file. */
    boolean isBeside(String name) {
        return files.names(folder).contains(name);
    }

    private Offer opened(Connector connector) throws ConnectorFiles.Unusable {
        Offer offer;
        try {
            offer = offer(connector);
        } catch (IllegalArgumentException e) {
            throw new ConnectorFiles.Unusable(List.of(String.valueOf(e.getMessage())));
        }
        opened.put(offer.spec().name(), offer);
        return offer;
    }

    /** The names of those that were opened here. */
    Set<String> opened() {
        return opened.keySet();
    }

    Optional<Offer> find(String name) {
        return Optional.ofNullable(offers.getOrDefault(name, opened.get(name)));
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(offers.keySet());
        names.addAll(files.names(folder));
        return names;
    }

    private static Offer offer(Connector connector) {
        Set<Power> powers = EnumSet.noneOf(Power.class);
        if (connector instanceof SourceConnector) {
            powers.add(Power.READ_STREAMS);
        }
        if (connector instanceof RecordDestination) {
            powers.add(Power.WRITE_RECORDS);
        }
        if (connector instanceof TableDestination) {
            powers.add(Power.KEEP_TABLES);
        }
        if (connector instanceof ModelSource) {
            powers.add(Power.OFFER_MODELS);
        }
        if (connector instanceof ViewDestination) {
            powers.add(Power.SHOW_VIEWS);
        }
        Set<String> layouts = connector instanceof SourceLayout.Offered offered
                ? offered.layouts().stream().map(SourceLayout::name).collect(Collectors.toSet())
                : Set.of();
        return new Offer(connector.spec(), powers, layouts);
    }
}
