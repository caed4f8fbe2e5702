package dev.tidemark.connectors.manifest.load;

import java.util.Map;
import java.util.Optional;

/** The type of a component that names none, by the field in which it stands. */
final class DefaultTypes {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("CompositeErrorHandler.error_handlers", "DefaultErrorHandler"),
            Map.entry("CursorPagination.decoder", "JsonDecoder"),
            Map.entry("DatetimeBasedCursor.end_datetime", "MinMaxDatetime"),
            Map.entry("DatetimeBasedCursor.end_time_option", "RequestOption"),
            Map.entry("DatetimeBasedCursor.start_datetime", "MinMaxDatetime"),
            Map.entry("DatetimeBasedCursor.start_time_option", "RequestOption"),
            Map.entry("DeclarativeSource.check", "CheckStream"),
            Map.entry("DeclarativeSource.spec", "Spec"),
            Map.entry("DeclarativeSource.streams", "DeclarativeStream"),
            Map.entry("DeclarativeStream.retriever", "SimpleRetriever"),
            Map.entry("DeclarativeStream.schema_loader", "JsonFileSchemaLoader"),
            Map.entry("DynamicDeclarativeStream.stream_template", "DeclarativeStream"),
            Map.entry("DynamicDeclarativeStream.components_resolver", "ConfigComponentResolver"),
            Map.entry("HttpComponentsResolver.retriever", "SimpleRetriever"),
            Map.entry("HttpComponentsResolver.components_mapping", "ComponentMappingDefinition"),
            Map.entry("ConfigComponentsResolver.stream_config", "StreamConfig"),
            Map.entry("ConfigComponentsResolver.components_mapping", "ComponentMappingDefinition"),
            Map.entry("DefaultErrorHandler.response_filters", "HttpResponseFilter"),
            Map.entry("DefaultPaginator.decoder", "JsonDecoder"),
            Map.entry("DefaultPaginator.page_size_option", "RequestOption"),
            Map.entry("DpathExtractor.decoder", "JsonDecoder"),
            Map.entry("DpathExtractor.record_expander", "RecordExpander"),
            Map.entry("HttpRequester.error_handler", "DefaultErrorHandler"),
            Map.entry("ListPartitionRouter.request_option", "RequestOption"),
            Map.entry("ParentStreamConfig.request_option", "RequestOption"),
            Map.entry("ParentStreamConfig.stream", "DeclarativeStream"),
            Map.entry("RecordSelector.extractor", "DpathExtractor"),
            Map.entry("RecordSelector.record_filter", "RecordFilter"),
            Map.entry("SimpleRetriever.paginator", "NoPagination"),
            Map.entry("SimpleRetriever.record_selector", "RecordSelector"),
            Map.entry("SimpleRetriever.requester", "HttpRequester"),
            Map.entry("SubstreamPartitionRouter.parent_stream_configs", "ParentStreamConfig"),
            Map.entry("AddFields.fields", "AddedFieldDefinition"),
            Map.entry("CustomPartitionRouter.parent_stream_configs", "ParentStreamConfig"),
            Map.entry("DynamicSchemaLoader.retriever", "SimpleRetriever"),
            Map.entry("SchemaTypeIdentifier.types_map", "TypesMap"));

    private static final Map<String, String> CUSTOM = Map.of(
            "CompositeErrorHandler.backoff_strategies", "CustomBackoffStrategy",
            "DeclarativeStream.retriever", "CustomRetriever",
            "DeclarativeStream.transformations", "CustomTransformation",
            "DefaultErrorHandler.backoff_strategies", "CustomBackoffStrategy",
            "DefaultPaginator.pagination_strategy", "CustomPaginationStrategy",
            "HttpRequester.authenticator", "CustomAuthenticator",
            "HttpRequester.error_handler", "CustomErrorHandler",
            "RecordSelector.extractor", "CustomRecordExtractor",
            "SimpleRetriever.partition_router", "CustomPartitionRouter");

    private DefaultTypes() {}

    /** @param field such as {@code SimpleRetriever.requester} */
    static Optional<String> of(String field, boolean isCustom) {
        return Optional.ofNullable((isCustom ? CUSTOM : TYPES).get(field));
    }
}
