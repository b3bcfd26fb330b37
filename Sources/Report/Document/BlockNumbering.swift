/// The numbers of a document's figures and tables, the same in every rendering: each kind is
/// counted from 1 in reading order (the opening, per chapter its lead, then its sections; the
/// provenance last),
/// a pair counts its figure before its table, and a gallery counts as a figure.
public struct BlockNumbering: Sendable, Hashable {
  /// The two things that are numbered, each by its own count.
  public enum Kind: String, Sendable, Hashable {
    case figure = "Figure"
    case table = "Table"
  }

  public struct Number: Sendable, Hashable {
    public var kind: Kind
    public var value: Int

    /// "Figure 3" or "Table 1".
    public var label: String { "\(kind.rawValue) \(value)" }
  }

  private var numbers: [String: Number] = [:]
  private var counts: [Kind: Int] = [:]

  /// Numbers every figure, gallery and table; of two with the same id, the first is referred to.
  public init(_ document: Document) {
    count(document.opening)
    for chapter in document.chapters {
      count(chapter.lead)
      for section in chapter.sections { count(section.blocks) }
    }
    count(document.provenance)
  }

  /// The label of the figure, gallery or table called `id`, or nil where there is none.
  public func label(for id: String) -> String? { numbers[id]?.label }

  public func number(for id: String) -> Number? { numbers[id] }

  private mutating func count(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .figure(let figure): add(figure.id, .figure)
      case .gallery(let gallery): add(gallery.id, .figure)
      case .table(let table): add(table.id, .table)
      case .pair(let figure, let table):
        add(figure.id, .figure)
        add(table.id, .table)
      case .paragraph, .list, .code, .facts, .note: break
      }
    }
  }

  private mutating func add(_ id: String, _ kind: Kind) {
    counts[kind, default: 0] += 1
    if numbers[id] == nil { numbers[id] = Number(kind: kind, value: counts[kind, default: 0]) }
  }
}
