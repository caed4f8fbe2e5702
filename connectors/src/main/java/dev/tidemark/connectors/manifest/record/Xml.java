package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.template.None;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as maps: an element is a map of its children, siblings of one name are a list, attributes begin with {@code @}, and
 * text beside either is {@code #text}.
 */
final class Xml {

    private static final XMLInputFactory FACTORY = XMLInputFactory.newInstance();

    static {
        FACTORY.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    private Xml() {}

    static Map<Object, Object> read(byte[] text, int from) throws XMLStreamException {
        XMLStreamReader reader =
                FACTORY.createXMLStreamReader(new ByteArrayInputStream(text, from, text.length - from));
        Map<Object, Object> root = new LinkedHashMap<>();
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                root.put(name, element(reader));
            }
        }
        return root;
    }

    private static Object element(XMLStreamReader reader) throws XMLStreamException {
        Map<Object, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            fields.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = reader.getLocalName();
                    add(fields, name, element(reader));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                default -> {}
            }
        }
        String stripped = text.toString().strip();
        if (fields.isEmpty()) {
            return stripped.isEmpty() ? None.NONE : stripped;
        }
        if (!stripped.isEmpty()) {
            fields.put("#text", stripped);
        }
        return fields;
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<Object, Object> fields, String name, Object value) {
        Object old = fields.get(name);
        if (old instanceof List<?> list) {
            ((List<Object>) list).add(value);
        } else if (old != null) {
            fields.put(name, new ArrayList<>(List.of(old, value)));
        } else {
            fields.put(name, value);
        }
    }
}
