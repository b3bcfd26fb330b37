import Experiments
import Foundation
import Report

/// The run as a Workflow Run RO-Crate: what was made, by which software, from which inputs.
///
/// Source: RO-Crate 1.1 and Process Run Crate 0.5.
struct Manifest {
  let bytes: [UInt8]

  init(_ report: RunReport, files: [(name: String, bytes: [UInt8])]) throws {
    let date = Date(timeIntervalSince1970: TimeInterval(report.document.date))
      .formatted(.iso8601)
    let names = files.map(\.name).sorted()
    var graph: [[String: JSON]] = [
      [
        "@id": "ro-crate-metadata.json", "@type": "CreativeWork",
        "about": .object(["@id": "./"]),
        "conformsTo": .object(["@id": "https://w3id.org/ro/crate/1.1"]),
      ],
      [
        "@id": "./", "@type": "Dataset", "name": .text(report.document.title),
        "description": .text(report.document.summary.plainText), "datePublished": .text(date),
        "conformsTo": .object(["@id": "https://w3id.org/ro/wfrun/process/0.5"]),
        "hasPart": .array(names.map { .object(["@id": .text($0)]) }),
        "mentions": .object(["@id": "#run"]),
      ],
      [
        "@id": "#sepal", "@type": "SoftwareApplication", "name": "sepal",
        "softwareVersion": .text(Version.text),
      ],
      [
        "@id": "#run", "@type": "CreateAction", "name": "sepal run",
        "instrument": .object(["@id": "#sepal"]), "endTime": .text(date),
        "result": .array(names.map { .object(["@id": .text($0)]) }),
      ],
    ]
    for file in files.sorted(by: { $0.name < $1.name }) {
      graph.append([
        "@id": .text(file.name), "@type": "File", "contentSize": .text("\(file.bytes.count)"),
        "sha256": .text(Digest(of: file.bytes).hexadecimal),
      ])
    }
    let crate: [String: JSON] = [
      "@context": "https://w3id.org/ro/crate/1.1/context",
      "@graph": .array(graph.map { .object($0) }),
    ]
    bytes = Array((try JSONText.encode(JSON.object(crate)) + "\n").utf8)
  }

  /// Just enough JSON for the crate.
  private indirect enum JSON: Encodable, ExpressibleByStringLiteral {
    case text(String)
    case object([String: JSON])
    case array([JSON])

    init(stringLiteral value: String) { self = .text(value) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .object(let object): try container.encode(object)
      case .array(let array): try container.encode(array)
      }
    }
  }
}
