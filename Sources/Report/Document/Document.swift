/// A report: a title page's worth of facts, an opening, one chapter per question, and how to make it again.
public struct Document: Sendable {
  public var title: String
  /// One or two sentences under the title.
  public var summary: Prose
  /// What everything was measured on: (name, value), shown as one line of facts.
  public var facts: [Fact]
  /// What a reader sees before the first question.
  public var opening: [Block]
  public var chapters: [Chapter]
  /// Command, versions, digests.
  public var provenance: [Block]
  /// Seconds since 1970, for metadata; never the clock.
  public var date: Int

  public init(
    title: String, summary: Prose, facts: [Fact] = [], opening: [Block] = [],
    chapters: [Chapter] = [], provenance: [Block] = [], date: Int = 0
  ) {
    self.opening = opening
    self.title = title
    self.summary = summary
    self.facts = facts
    self.chapters = chapters
    self.provenance = provenance
    self.date = date
  }
}

public struct Fact: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// One experiment: its title is a question, answered in one sentence under it. `lead` (usually one
/// figure beside one table) stands on the first screen and page; sections follow.
public struct Chapter: Sendable {
  /// Stable and URL-safe: an experiment's id.
  public var id: String
  public var question: String
  public var answer: Prose
  public var facts: [Fact]
  public var lead: [Block]
  public var sections: [Section]
  public var making: Making?

  public init(
    id: String, question: String, answer: Prose, facts: [Fact] = [], lead: [Block] = [],
    sections: [Section] = [], making: Making? = nil
  ) {
    self.id = id
    self.question = question
    self.answer = answer
    self.facts = facts
    self.lead = lead
    self.sections = sections
    self.making = making
  }
}

public struct Section: Sendable {
  public var title: String
  public var blocks: [Block]

  public init(_ title: String, blocks: [Block]) { (self.title, self.blocks) = (title, blocks) }
}

/// What a reader can unfold: the Swift that made a chapter, the parameters it ran with, the digests
/// that went in.
public struct Making: Sendable {
  public var source: String
  public var parameters: [Fact]
  public var digests: [Fact]
  /// Work done, per step: deterministic counts, and measured time where the run asked for it.
  public var cost: Table?

  public init(
    source: String, parameters: [Fact] = [], digests: [Fact] = [], cost: Table? = nil
  ) {
    (self.source, self.parameters, self.digests, self.cost) = (source, parameters, digests, cost)
  }
}

public enum Block: Sendable {
  case paragraph(Prose)
  case list([Prose])
  case figure(FigureBlock)
  case table(TableBlock)
  /// Two blocks side by side where there is room.
  case pair(FigureBlock, TableBlock)
  case gallery(Gallery)
  case code(String, language: String)
  case facts([Fact])
  /// A limit or warning the reader must not miss (simulated input, images left out).
  case note(Prose)
}

/// A numbered figure with its caption.
public struct FigureBlock: Sendable {
  public enum Width: Sendable, Hashable {
    /// 3.25 in: one column of a paper.
    case column
    /// 6.875 in: the text width of a paper.
    case text

    public var points: Double { self == .column ? 234 : 495 }
  }

  /// Stable, URL- and file-safe; figure files are named by it.
  public var id: String
  public var figure: any Figure
  public var caption: Prose
  /// States the finding for someone who cannot see the figure.
  public var alternativeText: String
  public var width: Width

  public init(
    id: String, figure: any Figure, caption: Prose, alternativeText: String, width: Width = .text
  ) {
    self.id = id
    self.figure = figure
    self.caption = caption
    self.alternativeText = alternativeText
    self.width = width
  }
}

/// A numbered table with its caption.
public struct TableBlock: Sendable {
  public var id: String
  public var table: Table
  public var caption: Prose

  public init(id: String, table: Table, caption: Prose) {
    (self.id, self.table, self.caption) = (id, table, caption)
  }
}

/// Photographs with switchable overlays, as in a mask viewer.
public struct Gallery: Sendable {
  public var id: String
  public var items: [GalleryItem]
  public var caption: Prose
  /// How many images there were before a sample was taken; nil when all are here.
  public var sampledFrom: Int?

  public init(id: String, items: [GalleryItem], caption: Prose, sampledFrom: Int? = nil) {
    (self.id, self.items, self.caption, self.sampledFrom) = (id, items, caption, sampledFrom)
  }
}

public struct GalleryItem: Sendable {
  /// The image's id in its data set.
  public var id: String
  /// A short word on the thumbnail, such as a signed difference.
  public var badge: String
  public var photograph: EncodedImage
  /// Overlays in the order of the keys from 1 on; PNGs with transparency, of the photograph's aspect.
  public var layers: [Layer]
  /// Numbers shown beside the image.
  public var measures: [Fact]
  /// Classes present: (name, colour), for the legend.
  public var legend: [LegendEntry]

  public init(
    id: String, badge: String = "", photograph: EncodedImage, layers: [Layer],
    measures: [Fact] = [], legend: [LegendEntry] = []
  ) {
    self.id = id
    self.badge = badge
    self.photograph = photograph
    self.layers = layers
    self.measures = measures
    self.legend = legend
  }

  public struct Layer: Sendable {
    /// Stable word for deep links: `seed`, `masks`, `sepl`, `truth`, `errors`.
    public var id: String
    public var name: String
    public var image: EncodedImage

    public init(id: String, name: String, image: EncodedImage) {
      (self.id, self.name, self.image) = (id, name, image)
    }
  }
}

public struct LegendEntry: Sendable, Hashable {
  public var name: String
  public var color: RGBA

  public init(_ name: String, _ color: RGBA) { (self.name, self.color) = (name, color) }
}
